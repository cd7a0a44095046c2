// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Deposit, Lock } from "../types/Contribution.sol";
import { LeafProof, PartProof } from "../types/SumTree.sol";

/// @title IDeposits
/// @notice One deposit for each member, of which a part answers for each contribution. What is slashed is burned or goes
/// to an offer's pool, never to reviewer, asserter or treasury. Amounts are units of the coin, times Unix seconds.
interface IDeposits {
    event Deposited(address indexed account, uint96 amount);
    event DepositTaken(address indexed account, address to, uint96 amount);
    event DepositLocked(bytes32 indexed contributionId, address indexed account, uint96 amount);
    event DepositUnlocked(bytes32 indexed contributionId, address indexed account, uint96 amount);
    /// @notice A lock was slashed: burned if `offer` is 0, else given to that offer's pool. `ruling` is the SHA-256 of the
    /// ruling's text, which cites its evidence.
    event DepositSlashed(
        bytes32 indexed contributionId,
        address indexed account,
        uint64 indexed offer,
        uint96 amount,
        bytes32 ruling
    );

    /// @dev `free` is what is not locked.
    error DepositsInsufficient(address account, uint96 free, uint96 needed);
    error DepositsNothingLocked(bytes32 contributionId);
    error DepositsLocked(bytes32 contributionId, uint256 until);
    error DepositsNotActive(uint64 offer, uint32 release);
    error DepositsInvalidProof(bytes32 contributionId);

    /// @notice Adds to the caller's deposit. The caller approves this contract.
    /// @return received What arrived.
    function deposit(uint96 amount) external returns (uint96 received);

    /// @notice Takes out what is free of the caller's deposit.
    function takeDeposit(uint96 amount, address to) external;

    /// @notice Ends the lock of a contribution that was not accepted, or that nobody released within a year of its lock.
    /// Not before the lock is `lockPeriod()` old. Anyone may.
    function unlock(bytes32 contributionId) external;

    /// @notice Ends the lock of a contribution `lockPeriod()` after the activation of a release that has it. Anyone may.
    function unlockReleased(uint64 offer, uint32 release, LeafProof calldata leaf, PartProof calldata part)
        external;

    /// @notice Slashes a contribution's lock after a final ruling.
    /// @param offer The offer whose pool gets it; 0 burns it.
    /// @param ruling SHA-256 of the ruling's text.
    function slash(bytes32 contributionId, uint64 offer, bytes32 ruling) external;

    function depositOf(address account) external view returns (Deposit memory);

    function lockOf(bytes32 contributionId) external view returns (Lock memory);

    /// @notice What each contribution locks.
    function lockAmount() external view returns (uint96);

    /// @notice How many contributions a member can make before a deposit is asked for.
    function freeContributions() external view returns (uint16);

    /// @notice How long a lock lasts after a release with the contribution was activated, in seconds.
    function lockPeriod() external view returns (uint32);
}
