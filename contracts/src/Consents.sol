// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "./interfaces/IConsents.sol";
import { IOffers } from "./interfaces/IOffers.sol";
import { SignedMessages } from "./SignedMessages.sol";
import { Consent, ConsentRecord } from "./types/Consent.sol";

/// @title Consents
/// @notice See the documentation in {IConsents}.
contract Consents is IConsents, SignedMessages {
    bytes32 private constant GRANT_CONSENT = keccak256(
        "GrantConsent(address account,bytes32 dataset,bytes32 agreement,bytes32 terms,uint32 purposes,uint40 end,bytes32 salt,uint256 deadline)"
    );
    bytes32 private constant WITHDRAW_CONSENTS =
        keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)");
    bytes32 private constant PAUSE_CONSENTS =
        keccak256("PauseConsents(address account,bytes32 dataset,bytes32[] inners)");

    IOffers public immutable offers;

    mapping(bytes32 consentId => ConsentRecord) private _consents;

    /// @param offers_ The DAO's Offers contract, which may be deployed after this one.
    constructor(address offers_) {
        offers = IOffers(offers_);
    }

    /// @inheritdoc IConsents
    function grant(Consent calldata consent) external returns (bytes32) {
        return _grant(msg.sender, consent);
    }

    /// @inheritdoc IConsents
    function grantBySig(address account, Consent calldata consent, uint256 deadline, bytes calldata signature)
        external
        returns (bytes32)
    {
        // Check: in time, and signed by the account. The id's salt keeps it from counting twice.
        if (block.timestamp > deadline) revert ConsentsSignatureExpired(deadline, block.timestamp);
        // A consent encodes as its six words in place.
        bytes32 message = keccak256(abi.encode(GRANT_CONSENT, account, consent, deadline));
        if (!_signed(account, message, signature)) revert ConsentsInvalidSignature(account);

        return _grant(account, consent);
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
        ConsentRecord memory record = _consents[consentId];
        return (record.purposes, record.grantedAt, record.end, record.withdrawnAt, record.pausedAt);
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
        ConsentRecord memory record = _consents[consentId];
        return _isLive(record) && purposes & ~record.purposes == 0;
    }

    /// @inheritdoc IConsents
    function isEligible(bytes32 consentId, bytes32 dataset, uint32 purposes, uint40 time, uint40 until)
        external
        view
        returns (bool)
    {
        ConsentRecord memory record = _consents[consentId];
        return _isLiveAt(record, time) && record.end >= until && purposes & ~record.purposes == 0
            && record.datasetTag == _tagOf(dataset);
    }

    /// @inheritdoc IConsents
    function isOver(bytes32 consentId) external view returns (bool) {
        ConsentRecord memory record = _consents[consentId];
        return _isStopped(record) || (record.grantedAt != 0 && record.end <= block.timestamp);
    }

    /// @inheritdoc IConsents
    function innerOf(Consent calldata consent) external pure returns (bytes32) {
        return _innerOf(consent);
    }

    /// @inheritdoc IConsents
    function idOf(address account, bytes32 inner) external pure returns (bytes32) {
        return _idOf(account, inner);
    }

    function _grant(address account, Consent calldata consent) private returns (bytes32 consentId) {
        bytes32 inner = _innerOf(consent);
        consentId = _idOf(account, inner);

        // Check: something is permitted, for some time, by an id that was never granted, withdrawn or paused.
        if (consent.purposes == 0) revert ConsentsNoPurposes();
        if (consent.end <= block.timestamp) revert ConsentsEndPassed(consent.end, block.timestamp);
        ConsentRecord memory record = _consents[consentId];
        if (record.grantedAt != 0 || _isStopped(record)) revert ConsentsIdUsed(consentId);

        // Effect: record it.
        _consents[consentId] = ConsentRecord({
            purposes: consent.purposes,
            grantedAt: uint40(block.timestamp),
            end: consent.end,
            withdrawnAt: 0,
            pausedAt: 0,
            datasetTag: _tagOf(consent.dataset)
        });
        emit ConsentGranted(
            consentId,
            account,
            consent.dataset,
            inner,
            consent.agreement,
            consent.terms,
            consent.purposes,
            consent.end,
            uint40(block.timestamp)
        );
    }

    function _withdraw(address account, bytes32 dataset, bytes32[] calldata inners) private {
        for (uint256 i; i < inners.length; ++i) {
            bytes32 consentId = _idOf(account, inners[i]);

            // Effect: leave the tombstone, with the time of the first withdrawal.
            if (_consents[consentId].withdrawnAt == 0) {
                _consents[consentId].withdrawnAt = uint40(block.timestamp);
                emit ConsentWithdrawn(consentId, account, dataset, uint40(block.timestamp));
            }

            // Interaction: with this DAO's own Offers only, which does not revert here.
            offers.freezeAll(dataset, consentId);
        }
    }

    function _pause(address account, bytes32 dataset, bytes32[] calldata inners) private {
        for (uint256 i; i < inners.length; ++i) {
            bytes32 consentId = _idOf(account, inners[i]);

            // Check: there is anything left to stop. A replayed pause does nothing.
            if (_isStopped(_consents[consentId])) continue;

            // Effect: for good, since resuming is a new consent.
            _consents[consentId].pausedAt = uint40(block.timestamp);
            emit ConsentPaused(consentId, account, dataset, uint40(block.timestamp));

            // Interaction: with this DAO's own Offers only, which does not revert here.
            offers.freezeAll(dataset, consentId);
        }
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

    function _isStopped(ConsentRecord memory record) private pure returns (bool) {
        return record.withdrawnAt != 0 || record.pausedAt != 0;
    }

    function _isLive(ConsentRecord memory record) private view returns (bool) {
        return record.grantedAt != 0 && !_isStopped(record) && record.end > block.timestamp;
    }

    function _isLiveAt(ConsentRecord memory record, uint40 time) private pure returns (bool) {
        return record.grantedAt != 0 && record.grantedAt <= time && time < record.end
            && (record.withdrawnAt == 0 || record.withdrawnAt >= time)
            && (record.pausedAt == 0 || record.pausedAt >= time);
    }

    function _innerOf(Consent calldata consent) private pure returns (bytes32) {
        return keccak256(abi.encode(consent));
    }

    function _idOf(address account, bytes32 inner) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(account, inner));
    }

    function _tagOf(bytes32 dataset) private pure returns (uint64) {
        return uint64(uint256(dataset));
    }
}
