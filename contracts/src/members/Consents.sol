// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { IConsents } from "../interfaces/IConsents.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { Ids } from "../libraries/Ids.sol";
import { SignedMessages } from "../shared/SignedMessages.sol";
import {
    AnchoredConsent,
    ConsentBits,
    ConsentRecord,
    SignedConsent,
    GRANTED_AT,
    recordOf
} from "../types/Consent.sol";

/// @title Consents
/// @notice See the documentation in {IConsents}.
abstract contract Consents is IConsents, SignedMessages {
    /// @dev keccak256("GrantConsent(address account,bytes32 dataset,bytes32 terms,uint32 purposes,uint40 end,uint64
    /// salt,uint40 deadline)"), as a number, so that assembly can name it; a test says that it is this hash.
    bytes32 private constant GRANT_CONSENT =
        0x3247c991446e3a1f3b909eae40b7c53a455192340977816379232d419440e70f;
    /// @dev `ConsentGranted.selector`.
    bytes32 private constant CONSENT_GRANTED =
        0xf0e878444870d72471f797406b1a48efc900b1ce9a1159b7d3dc6808c2fbf876;
    bytes32 private constant WITHDRAW_CONSENTS =
        keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)");
    bytes32 private constant PAUSE_CONSENTS =
        keccak256("PauseConsents(address account,bytes32 dataset,bytes32[] inners)");

    mapping(bytes32 consentId => ConsentRecord) private _consents;
    mapping(bytes32 root => uint256 time) private _anchoredAt;

    /// @notice The DAO's Offers contract; zero in a DAO that only keeps consents.
    function offers() public view virtual returns (IOffers);

    /// @inheritdoc IConsents
    function record(bytes32 terms, ConsentBits bits) external returns (bytes32) {
        return _grant(msg.sender, terms, bits);
    }

    /// @inheritdoc IConsents
    function recordBySig(SignedConsent calldata signed) external {
        _grantBySig(signed);
    }

    /// @inheritdoc IConsents
    function recordManyBySig(SignedConsent[] calldata many) external {
        for (uint256 i; i < many.length; ++i) {
            _grantBySig(many[i]);
        }
    }

    /// @inheritdoc IConsents
    function recordBySignature(address account, bytes32 terms, ConsentBits bits, bytes calldata signature)
        external
        returns (bytes32)
    {
        _requireInTime(bits);
        if (!_signed(account, _messageOf(account, terms, bits), signature)) {
            revert ConsentsInvalidSignature(account);
        }
        return _grant(account, terms, bits);
    }

    /// @inheritdoc IConsents
    function anchorConsents(bytes32 root, bytes32 file) external {
        // Check: the first time counts.
        if (_anchoredAt[root] != 0) revert ConsentsRootUsed(root);
        // Effect: note when. Who is in it, the signatures under it say.
        _anchoredAt[root] = block.timestamp;
        emit ConsentsAnchored(root, file);
    }

    /// @inheritdoc IConsents
    function withdrawGranted(bytes32 inner) external {
        bytes32 consentId = Ids.idOf(msg.sender, inner);
        ConsentRecord entry = _consents[consentId];
        // Check: its record says where its positions are, and it was not withdrawn before.
        if (entry.grantedAt() == 0) revert ConsentsUnknown(consentId);
        if (entry.withdrawnAt() != 0) return;
        // Effect: leave the tombstone.
        _consents[consentId] = entry.withWithdrawal(block.timestamp);
        emit ConsentWithdrawn(consentId);
        _freezeIn(entry.recordedDataset(), consentId);
    }

    /// @inheritdoc IConsents
    function withdraw(bytes32 dataset, bytes32[] calldata inners) external {
        _withdraw(msg.sender, dataset, inners);
    }

    /// @inheritdoc IConsents
    function withdrawBySig(
        address account,
        bytes32 dataset,
        bytes32[] calldata inners,
        bytes calldata signature
    ) external {
        _requireSigned(WITHDRAW_CONSENTS, account, dataset, inners, signature);
        _withdraw(account, dataset, inners);
    }

    /// @inheritdoc IConsents
    function pause(bytes32 dataset, bytes32[] calldata inners) external {
        _pause(msg.sender, dataset, inners);
    }

    /// @inheritdoc IConsents
    function pauseBySig(address account, bytes32 dataset, bytes32[] calldata inners, bytes calldata signature)
        external
    {
        _requireSigned(PAUSE_CONSENTS, account, dataset, inners, signature);
        _pause(account, dataset, inners);
    }

    /// @inheritdoc IConsents
    function consentOf(bytes32 consentId)
        external
        view
        returns (uint32 purposes, uint40 grantedAt, uint40 end, uint40 withdrawnAt, uint40 pausedAt)
    {
        ConsentRecord entry = _consents[consentId];
        return (
            entry.recordedPurposes(),
            entry.grantedAt(),
            entry.recordedEnd(),
            entry.withdrawnAt(),
            entry.pausedAt()
        );
    }

    /// @inheritdoc IConsents
    function isLive(bytes32 consentId) external view returns (bool) {
        return _isLive(_consents[consentId]);
    }

    /// @inheritdoc IConsents
    function isLiveAt(bytes32 consentId, uint40 time) external view returns (bool) {
        return _isLiveAt(_consents[consentId], time);
    }

    /// @inheritdoc IConsents
    function covers(bytes32 consentId, uint32 purposes) external view returns (bool) {
        ConsentRecord entry = _consents[consentId];
        return _isLive(entry) && purposes & ~entry.recordedPurposes() == 0;
    }

    /// @inheritdoc IConsents
    function isEligible(bytes32 consentId, bytes32 dataset, uint32 purposes, uint40 time, uint40 until)
        external
        view
        returns (bool)
    {
        ConsentRecord entry = _consents[consentId];
        return _isLiveAt(entry, time) && _carries(entry, dataset, purposes, until);
    }

    /// @inheritdoc IConsents
    function isAnchoredEligible(
        AnchoredConsent calldata anchored,
        bytes32 dataset,
        uint32 purposes,
        uint40 time,
        uint40 until
    ) external view returns (bool) {
        SignedConsent calldata signed = anchored.signed;
        uint256 at = _anchoredAt[anchored.root];
        // The root was there by then, in time for the signature, and has the leaf; the account signed it.
        if (at == 0 || at > time || at > signed.bits.deadlineOf() || signed.bits.purposesOf() >> 32 != 0) {
            return false;
        }
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(signed))));
        if (!MerkleProof.verifyCalldata(anchored.proof, anchored.root, leaf)) return false;
        bytes32 message = _messageOf(signed.account, signed.terms, signed.bits);
        if (!_signedShort(signed.account, _digestOf(message), signed.r, signed.vs)) return false;
        // Its record is what was signed, and what tombstones say of it.
        ConsentRecord entry = recordOf(
            signed.bits, uint40(at), _consents[Ids.idOf(signed.account, _innerOf(signed.terms, signed.bits))]
        );
        return _isLiveAt(entry, time) && _carries(entry, dataset, purposes, until);
    }

    /// @inheritdoc IConsents
    function isKnown(bytes32 consentId) external view returns (bool) {
        return ConsentRecord.unwrap(_consents[consentId]) != 0;
    }

    /// @inheritdoc IConsents
    function isOver(bytes32 consentId) external view returns (bool) {
        ConsentRecord entry = _consents[consentId];
        return entry.isStopped() || (entry.grantedAt() != 0 && entry.recordedEnd() <= block.timestamp);
    }

    /// @inheritdoc IConsents
    function anchoredAt(bytes32 root) external view returns (uint40) {
        return uint40(_anchoredAt[root]);
    }

    /// @inheritdoc IConsents
    function innerOf(bytes32 terms, ConsentBits bits) external pure returns (bytes32) {
        return _innerOf(terms, bits);
    }

    /// @inheritdoc IConsents
    function idOf(address account, bytes32 inner) external pure returns (bytes32) {
        return Ids.idOf(account, inner);
    }

    /// @dev The relayed act that there are most of: `_signedShort(_digestOf(_messageOf(…)))` in one piece.
    function _grantBySig(SignedConsent calldata signed) private {
        address account;
        bytes32 terms;
        ConsentBits bits;
        uint256 deadline;
        bool isSigned;
        assembly ("memory-safe") {
            account := calldataload(signed)
            terms := calldataload(add(signed, 0x20))
            bits := calldataload(add(signed, 0x40))
            deadline := and(shr(128, bits), 0xffffffffff)
            let at := mload(0x40)
            mstore(at, DOMAIN)
            mstore(add(at, 0x20), DOMAIN_NAME)
            mstore(add(at, 0x40), DOMAIN_VERSION)
            mstore(add(at, 0x60), chainid())
            mstore(add(at, 0x80), address())
            mstore(0x00, hex"1901")
            mstore(0x02, keccak256(at, 0xa0))
            mstore(at, GRANT_CONSENT)
            mstore(add(at, 0x20), account)
            mstore(add(at, 0x40), and(bits, 0xffffffffffffffff))
            mstore(add(at, 0x60), terms)
            mstore(add(at, 0x80), shr(208, bits))
            mstore(add(at, 0xa0), and(shr(168, bits), 0xffffffffff))
            mstore(add(at, 0xc0), and(shr(64, bits), 0xffffffffffffffff))
            mstore(add(at, 0xe0), deadline)
            mstore(0x22, keccak256(at, 0x100))
            mstore(at, keccak256(0x00, 0x42))
            let vs := calldataload(add(signed, 0x80))
            mstore(add(at, 0x20), add(27, shr(255, vs)))
            mstore(add(at, 0x40), calldataload(add(signed, 0x60)))
            mstore(add(at, 0x60), shr(1, shl(1, vs)))
            // Nothing comes back for what is no signature. Whole words are compared, so that an account is what it says.
            pop(staticcall(gas(), 1, at, 0x80, 0x00, 0x20))
            isSigned := and(eq(mload(0x00), account), eq(returndatasize(), 0x20))
            // The last two bytes of the digest's parts lay where the free memory pointer begins.
            mstore(0x22, 0)
        }
        if (!isSigned) revert ConsentsInvalidSignature(account);
        if (block.timestamp > deadline) revert ConsentsSignatureExpired(deadline, block.timestamp);
        _grant(account, terms, bits);
    }

    /// @dev The act that there are most of: hashes are made in scratch space, and one slot is read and written, once.
    function _grant(address account, bytes32 terms, ConsentBits bits) private returns (bytes32 consentId) {
        uint256 word = ConsentBits.unwrap(bits);

        // Check: something is permitted, for some time.
        uint256 purposes = word >> 208;
        uint256 end = (word >> 168) & type(uint40).max;
        unchecked {
            // Zero becomes the largest number of all.
            if (purposes - 1 >= type(uint32).max) _refusePurposes(bits);
        }
        if (end <= block.timestamp) revert ConsentsEndPassed(uint40(end), block.timestamp);

        // Check: by an id that was never granted, withdrawn or paused.
        bytes32 slot;
        uint256 used;
        assembly ("memory-safe") {
            word := and(word, not(shl(128, 0xffffffffff)))
            mstore(0x00, terms)
            mstore(0x20, word)
            mstore(0x20, keccak256(0x00, 0x40))
            mstore(0x00, account)
            consentId := keccak256(0x0c, 0x34)
            mstore(0x00, consentId)
            mstore(0x20, _consents.slot)
            slot := keccak256(0x00, 0x40)
            used := sload(slot)
        }
        if (used != 0) revert ConsentsIdUsed(consentId);

        // Effect: record it.
        assembly ("memory-safe") {
            let entry := or(and(word, 0xffffffffffffffff), shl(GRANTED_AT, timestamp()))
            sstore(slot, or(entry, or(shl(184, end), shl(224, purposes))))
            mstore(0x00, terms)
            mstore(0x20, or(word, shl(128, timestamp())))
            log2(0x00, 0x40, CONSENT_GRANTED, account)
        }
    }

    function _refusePurposes(ConsentBits bits) private pure {
        if (bits.purposesOf() == 0) revert ConsentsNoPurposes();
        revert ConsentsInvalidBits(bits);
    }

    function _withdraw(address account, bytes32 dataset, bytes32[] calldata inners) private {
        for (uint256 i; i < inners.length; ++i) {
            bytes32 consentId = Ids.idOf(account, inners[i]);
            ConsentRecord entry = _consents[consentId];
            // Effect: leave the tombstone, with the time of the first withdrawal.
            if (entry.withdrawnAt() == 0) {
                _consents[consentId] = entry.withWithdrawal(block.timestamp);
                emit ConsentWithdrawn(consentId);
            }
            _freezeIn(_datasetOf(entry, dataset), consentId);
        }
    }

    function _pause(address account, bytes32 dataset, bytes32[] calldata inners) private {
        for (uint256 i; i < inners.length; ++i) {
            bytes32 consentId = Ids.idOf(account, inners[i]);
            ConsentRecord entry = _consents[consentId];
            // Check: there is anything left to stop. A replayed pause does nothing.
            if (entry.isStopped()) continue;
            // Effect: for good, since resuming is a new consent.
            _consents[consentId] = entry.withPause(block.timestamp);
            emit ConsentPaused(consentId);
            _freezeIn(_datasetOf(entry, dataset), consentId);
        }
    }

    function _freezeIn(bytes32 dataset, bytes32 consentId) private {
        // Interaction: with this DAO's own Offers only, which does not revert here.
        IOffers pools = offers();
        if (address(pools) != address(0)) pools.freezeAll(dataset, consentId);
    }

    function _requireInTime(ConsentBits bits) private view {
        uint40 deadline = bits.deadlineOf();
        if (block.timestamp > deadline) revert ConsentsSignatureExpired(deadline, block.timestamp);
    }

    function _requireSigned(
        bytes32 kind,
        address account,
        bytes32 dataset,
        bytes32[] calldata inners,
        bytes calldata signature
    ) private view {
        bytes32 message = keccak256(abi.encode(kind, account, dataset, keccak256(abi.encodePacked(inners))));
        if (!_signed(account, message, signature)) revert ConsentsInvalidSignature(account);
    }

    function _messageOf(address account, bytes32 terms, ConsentBits bits)
        private
        pure
        returns (bytes32 message)
    {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, GRANT_CONSENT)
            mstore(add(at, 0x20), account)
            mstore(add(at, 0x40), and(bits, 0xffffffffffffffff))
            mstore(add(at, 0x60), terms)
            mstore(add(at, 0x80), shr(208, bits))
            mstore(add(at, 0xa0), and(shr(168, bits), 0xffffffffff))
            mstore(add(at, 0xc0), and(shr(64, bits), 0xffffffffffffffff))
            mstore(add(at, 0xe0), and(shr(128, bits), 0xffffffffff))
            message := keccak256(at, 0x100)
        }
    }

    function _isLive(ConsentRecord entry) private view returns (bool) {
        return entry.grantedAt() != 0 && !entry.isStopped() && entry.recordedEnd() > block.timestamp;
    }

    function _isLiveAt(ConsentRecord entry, uint40 time) private pure returns (bool) {
        return entry.grantedAt() != 0 && entry.grantedAt() <= time && time < entry.recordedEnd()
            && (entry.withdrawnAt() == 0 || entry.withdrawnAt() >= time)
            && (entry.pausedAt() == 0 || entry.pausedAt() >= time);
    }

    function _carries(ConsentRecord entry, bytes32 dataset, uint32 purposes, uint40 until)
        private
        pure
        returns (bool)
    {
        return entry.recordedEnd() >= until && purposes & ~entry.recordedPurposes() == 0
            && entry.recordedDataset() == dataset;
    }

    /// @dev What a record says is what was granted, whatever the caller says.
    function _datasetOf(ConsentRecord entry, bytes32 said) private pure returns (bytes32) {
        return entry.grantedAt() == 0 ? said : entry.recordedDataset();
    }

    function _innerOf(bytes32 terms, ConsentBits bits) private pure returns (bytes32) {
        return keccak256(abi.encode(terms, bits.withTime(0)));
    }
}
