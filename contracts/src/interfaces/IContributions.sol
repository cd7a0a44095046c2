// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SignedContribution, Status } from "../types/Contribution.sol";

/// @title IContributions
/// @notice Salted commitments to what members lend, in order of arrival, and what review made of each. An id is
/// `keccak256(account ‖ commitment)`. The order of arrival is that of the events; within one anchored root it is a tie.
/// Times are Unix seconds.
interface IContributions {
    /// @notice A commitment became final.
    event ContributionRegistered(
        bytes32 indexed contributionId,
        address indexed account,
        bytes32 indexed dataset,
        bytes32 consentId,
        bytes32 commitment
    );

    /// @notice Signed registrations lie under `root`; the file with them has the SHA-256 `file`.
    event ContributionsAnchored(bytes32 root, bytes32 file);

    /// @notice A registration under an anchored root has a record of its own now. It arrived when the root did.
    event ContributionAdmitted(bytes32 indexed contributionId, bytes32 indexed root, uint40 anchoredAt);

    /// @notice Review, or the member, changed where a contribution stands.
    event ContributionStatusChanged(bytes32 indexed contributionId, uint8 status, uint40 at);

    error ContributionsIdUsed(bytes32 contributionId);
    error ContributionsUnknown(bytes32 contributionId);
    error ContributionsNotOwner(bytes32 contributionId, address caller);
    /// @dev Retracted, or accepted and then rejected: both are for good.
    error ContributionsStatusFinal(bytes32 contributionId, Status status);
    error ContributionsStatusNotForReview(Status status);
    error ContributionsLengthMismatch(uint256 ids, uint256 statuses);
    error ContributionsInvalidSignature(address account);
    error ContributionsSignatureExpired(uint256 deadline, uint256 time);
    error ContributionsRootUsed(bytes32 root);
    error ContributionsNotUnderRoot(bytes32 root, bytes32 contributionId);

    /// @notice Registers a commitment of the caller, before any byte of it leaves the device. Locks part of the caller's
    /// deposit where the charter asks for one.
    function register(bytes32 dataset, bytes32 consent, bytes32 commitment)
        external
        returns (bytes32 contributionId);

    /// @notice Registers a commitment that `account` signed. Anyone may relay.
    /// @param deadline Last second at which the signature counts.
    function registerBySig(
        address account,
        bytes32 dataset,
        bytes32 consent,
        bytes32 commitment,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 contributionId);

    /// @notice Anchors a Merkle root over signed registrations (OpenZeppelin's trees: sorted pairs, leaves hashed twice).
    /// Anyone may: a leaf is void without its account's own signature, whose deadline must not have passed by then.
    /// @param file SHA-256 of the file with the leaves, which belongs into public storage.
    function anchorContributions(bytes32 root, bytes32 file) external;

    /// @notice Gives a registration under an anchored root a record of its own, so that review can say something of it.
    /// Anyone may.
    function admit(SignedContribution calldata signed, bytes32 root, bytes32[] calldata proof)
        external
        returns (bytes32 contributionId);

    /// @notice Records the outcome of review: accepted, rejected or returned.
    function setStatus(bytes32[] calldata ids, Status[] calldata statuses) external;

    /// @notice Takes one's own contribution out, for good.
    function retract(bytes32 contributionId) external;

    function statusOf(bytes32 contributionId) external view returns (Status);

    function accountOf(bytes32 contributionId) external view returns (address);

    /// @notice Whether the contribution stood accepted at `time`, its last second included.
    function wasAcceptedAt(bytes32 contributionId, uint40 time) external view returns (bool);

    /// @notice Whether the contribution was accepted and then taken out, by its member or by a ruling.
    function isEnded(bytes32 contributionId) external view returns (bool);

    /// @notice When a root was anchored; 0 for one that was not.
    function anchoredAt(bytes32 root) external view returns (uint40);

    function idOf(address account, bytes32 commitment) external pure returns (bytes32);
}
