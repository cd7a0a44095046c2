// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IProcessingGrants } from "../interfaces/IProcessingGrants.sol";
import { Ids } from "../libraries/Ids.sol";
import { SignedMessages } from "../shared/SignedMessages.sol";
import { SignedProcessingGrant } from "../types/Contribution.sol";

/// @title ProcessingGrants
/// @notice See the documentation in {IProcessingGrants}.
abstract contract ProcessingGrants is IProcessingGrants, SignedMessages {
    bytes32 private constant PROCESSING_GRANT = keccak256(
        "ProcessingGrant(address account,bytes32 contribution,address holder,string tasks,uint256 until)"
    );
    // So that whoever keeps all events knows how much that can be.
    uint256 private constant LONGEST_TASKS = 100;

    /// @inheritdoc IProcessingGrants
    function permitProcessing(
        bytes32[] calldata commitments,
        uint40 until,
        string calldata tasks,
        address holder
    ) external {
        _requireTasks(tasks);
        _requireTime(until);
        for (uint256 i; i < commitments.length; ++i) {
            emit ProcessingGranted(Ids.idOf(msg.sender, commitments[i]), msg.sender, holder, tasks, until);
        }
    }

    /// @inheritdoc IProcessingGrants
    function permitProcessingBySig(
        string calldata tasks,
        address holder,
        SignedProcessingGrant[] calldata grants
    ) external {
        _requireTasks(tasks);
        bytes32 tasksHash = keccak256(bytes(tasks));
        for (uint256 i; i < grants.length; ++i) {
            SignedProcessingGrant calldata grant = grants[i];

            // Check: in time, and signed by the account. What was signed permits the same however often it is said.
            _requireTime(grant.until);
            bytes32 contributionId = Ids.idOf(grant.account, grant.commitment);
            bytes32 message = keccak256(
                abi.encode(
                    PROCESSING_GRANT, grant.account, contributionId, holder, tasksHash, uint256(grant.until)
                )
            );
            if (!_signed(grant.account, message, grant.signature)) {
                revert ProcessingInvalidSignature(grant.account);
            }

            emit ProcessingGranted(contributionId, grant.account, holder, tasks, grant.until);
        }
    }

    function _requireTasks(string calldata tasks) private pure {
        uint256 length = bytes(tasks).length;
        if (length == 0 || length > LONGEST_TASKS) revert ProcessingInvalidTasks(length);
    }

    /// @dev What is said afterwards would make good a look that nothing permitted on the ledger.
    function _requireTime(uint40 until) private view {
        if (until <= block.timestamp) revert ProcessingEnded(until, block.timestamp);
    }
}
