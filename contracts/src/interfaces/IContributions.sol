// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Status } from "../types/Contribution.sol";

/// @title IContributions
/// @notice Salted commitments to what members lend, in order of arrival, and what review made of each. An id is
/// `keccak256(account ‖ commitment)`.
interface IContributions {
    /// @notice A commitment became final. `order` counts from 1 through all datasets.
    event ContributionRegistered(
        bytes32 indexed contributionId,
        address indexed account,
        bytes32 indexed dataset,
        bytes32 consentId,
        bytes32 commitment,
        uint64 order,
        uint40 at
    );

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

    /// @notice Registers a commitment of the caller, before any byte of it leaves the device.
    function register(bytes32 dataset, bytes32 consent, bytes32 commitment)
        external
        returns (bytes32 contributionId);

    /// @notice Registers a commitment that `account` signed. Anyone may relay.
    /// @param deadline Last second, in Unix time, at which the signature counts.
    function registerBySig(
        address account,
        bytes32 dataset,
        bytes32 consent,
        bytes32 commitment,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 contributionId);

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

    function idOf(address account, bytes32 commitment) external pure returns (bytes32);
}
