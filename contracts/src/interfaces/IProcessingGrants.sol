// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SignedProcessingGrant } from "../types/Contribution.sol";

/// @title IProcessingGrants
/// @notice Who may see the plaintext of which contribution, for which tasks, until when, as its member permitted. It is
/// said and not stored: the events are the record. A grant names what its account lent by the commitment, so that nobody
/// can speak of another's; once said it cannot be taken back alone, but nobody is served under it when the consent is
/// withdrawn or paused, or the contribution retracted. The ledger shows permissions and never looks: those are in the logs
/// of key holders. Times are Unix seconds.
interface IProcessingGrants {
    /// @notice Until `until`, `holder` may see plaintext of the contribution for `tasks`, a comma-separated list. Said twice
    /// it permits the same.
    event ProcessingGranted(
        bytes32 indexed contributionId,
        address indexed account,
        address indexed holder,
        string tasks,
        uint40 until
    );

    /// @dev None, or more than 100 bytes.
    error ProcessingInvalidTasks(uint256 length);
    error ProcessingEnded(uint40 until, uint256 time);
    error ProcessingInvalidSignature(address account);

    /// @notice Lets `holder` see plaintext of what the caller lent, or will. Reverts with `ProcessingInvalidTasks`,
    /// `ProcessingEnded`.
    /// @param commitments Those of the contributions. One that was never registered makes a grant for nothing.
    /// @param until The first second at which it does not hold any more.
    /// @param tasks As key holders know them: clean, review, value, audit.
    function permitProcessing(
        bytes32[] calldata commitments,
        uint40 until,
        string calldata tasks,
        address holder
    ) external;

    /// @notice Says grants that their accounts signed, as key holders take them. Anyone may relay; one that does not count
    /// refuses all. Reverts with `ProcessingInvalidTasks`, `ProcessingEnded`, `ProcessingInvalidSignature`.
    function permitProcessingBySig(
        string calldata tasks,
        address holder,
        SignedProcessingGrant[] calldata grants
    ) external;
}
