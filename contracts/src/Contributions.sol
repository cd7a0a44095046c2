// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { Deposits } from "./contributions/Deposits.sol";
import { ProcessingGrants } from "./contributions/ProcessingGrants.sol";
import { IContributions } from "./interfaces/IContributions.sol";
import { ContributionRecord, SignedContribution, Status } from "./types/Contribution.sol";

/// @title Contributions
/// @notice See the documentation in {IContributions}, {IProcessingGrants} and {IDeposits}.
contract Contributions is IContributions, ProcessingGrants, Deposits {
    bytes32 private constant REGISTER_CONTRIBUTION = keccak256(
        "RegisterContribution(address account,bytes32 dataset,bytes32 consent,bytes32 commitment,uint256 deadline)"
    );

    mapping(bytes32 contributionId => ContributionRecord) private _contributions;
    mapping(bytes32 root => uint256 time) private _anchoredAt;

    /// @inheritdoc IContributions
    function register(bytes32 dataset, bytes32 consent, bytes32 commitment) external returns (bytes32) {
        return _register(msg.sender, dataset, consent, commitment);
    }

    /// @inheritdoc IContributions
    function registerBySig(
        address account,
        bytes32 dataset,
        bytes32 consent,
        bytes32 commitment,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32) {
        // Check: in time, and signed by the account. An id counts once, so the signature does too.
        if (block.timestamp > deadline) revert ContributionsSignatureExpired(deadline, block.timestamp);
        bytes32 message = _messageOf(account, dataset, consent, commitment, deadline);
        if (!_signed(account, message, signature)) revert ContributionsInvalidSignature(account);

        return _register(account, dataset, consent, commitment);
    }

    /// @inheritdoc IContributions
    function anchorContributions(bytes32 root, bytes32 file) external {
        // Check: the first time counts.
        if (_anchoredAt[root] != 0) revert ContributionsRootUsed(root);

        // Effect: note when. Who is in it, the signatures under it say.
        _anchoredAt[root] = block.timestamp;
        emit ContributionsAnchored(root, file);
    }

    /// @inheritdoc IContributions
    function admit(SignedContribution calldata signed, bytes32 root, bytes32[] calldata proof)
        external
        returns (bytes32 contributionId)
    {
        // Check: the root has it, in time for the signature, which is the account's own.
        uint256 at = _anchoredAt[root];
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(signed))));
        if (at == 0 || !MerkleProof.verifyCalldata(proof, root, leaf)) {
            revert ContributionsNotUnderRoot(root, _idOf(signed.account, signed.commitment));
        }
        if (at > signed.deadline) revert ContributionsSignatureExpired(signed.deadline, at);
        bytes32 message =
            _messageOf(signed.account, signed.dataset, signed.consent, signed.commitment, signed.deadline);
        if (!_signedShort(signed.account, _digestOf(message), signed.r, signed.vs)) {
            revert ContributionsInvalidSignature(signed.account);
        }

        contributionId = _register(signed.account, signed.dataset, signed.consent, signed.commitment);
        emit ContributionAdmitted(contributionId, root, uint40(at));
    }

    /// @inheritdoc IContributions
    function setStatus(bytes32[] calldata ids, Status[] calldata statuses) external restricted {
        // Check: one status for each id.
        if (ids.length != statuses.length) revert ContributionsLengthMismatch(ids.length, statuses.length);

        for (uint256 i; i < ids.length; ++i) {
            // Check: an outcome of review, for a contribution that is still open to one.
            Status status = statuses[i];
            if (status != Status.Accepted && status != Status.Rejected && status != Status.Returned) {
                revert ContributionsStatusNotForReview(status);
            }
            _changeStatus(ids[i], status);
        }
    }

    /// @inheritdoc IContributions
    function retract(bytes32 contributionId) external {
        // Check: the caller's own.
        if (_contributions[contributionId].account != msg.sender) {
            revert ContributionsNotOwner(contributionId, msg.sender);
        }
        _changeStatus(contributionId, Status.Retracted);
    }

    /// @inheritdoc IContributions
    function statusOf(bytes32 contributionId) external view returns (Status) {
        return _contributions[contributionId].status;
    }

    /// @inheritdoc IContributions
    function accountOf(bytes32 contributionId) external view returns (address) {
        return _contributions[contributionId].account;
    }

    /// @inheritdoc IContributions
    function wasAcceptedAt(bytes32 contributionId, uint40 time) external view returns (bool) {
        ContributionRecord memory record = _contributions[contributionId];
        return record.acceptedAt != 0 && record.acceptedAt <= time
            && (record.endedAt == 0 || record.endedAt >= time);
    }

    /// @inheritdoc IContributions
    function isEnded(bytes32 contributionId) external view returns (bool) {
        return _contributions[contributionId].endedAt != 0;
    }

    /// @inheritdoc IContributions
    function anchoredAt(bytes32 root) external view returns (uint40) {
        return uint40(_anchoredAt[root]);
    }

    /// @inheritdoc IContributions
    function idOf(address account, bytes32 commitment) external pure returns (bytes32) {
        return _idOf(account, commitment);
    }

    function _register(address account, bytes32 dataset, bytes32 consent, bytes32 commitment)
        private
        returns (bytes32 contributionId)
    {
        contributionId = _idOf(account, commitment);

        // Check: first come, and once.
        if (_contributions[contributionId].status != Status.None) revert ContributionsIdUsed(contributionId);

        // Effect: record it, with what answers for it.
        _contributions[contributionId] =
            ContributionRecord({ account: account, status: Status.Registered, acceptedAt: 0, endedAt: 0 });
        emit ContributionRegistered(contributionId, account, dataset, consent, commitment);
        _lock(contributionId, account);
    }

    function _changeStatus(bytes32 contributionId, Status status) private {
        // Check: known, and not at its end. Ends are for good, so that "accepted at T" can always be decided.
        ContributionRecord memory record = _contributions[contributionId];
        if (record.status == Status.None) revert ContributionsUnknown(contributionId);
        if (record.status == Status.Retracted || record.endedAt != 0) {
            revert ContributionsStatusFinal(contributionId, record.status);
        }
        if (record.status == status) return;

        // Effect: change it, and note from when until when it was accepted.
        if (status == Status.Accepted) record.acceptedAt = uint40(block.timestamp);
        else if (record.acceptedAt != 0) record.endedAt = uint40(block.timestamp);
        record.status = status;
        _contributions[contributionId] = record;
        emit ContributionStatusChanged(contributionId, uint8(status), uint40(block.timestamp));
    }

    function _wasAccepted(bytes32 contributionId) internal view override returns (bool) {
        return _contributions[contributionId].acceptedAt != 0;
    }

    function _ownerOf(bytes32 contributionId) internal view override returns (address) {
        return _contributions[contributionId].account;
    }

    function _messageOf(
        address account,
        bytes32 dataset,
        bytes32 consent,
        bytes32 commitment,
        uint256 deadline
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(REGISTER_CONTRIBUTION, account, dataset, consent, commitment, deadline));
    }

    function _idOf(address account, bytes32 commitment) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(account, commitment));
    }
}
