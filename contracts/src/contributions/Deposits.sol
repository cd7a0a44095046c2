// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IDeposits } from "../interfaces/IDeposits.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { CodeArgs } from "../libraries/CodeArgs.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { Managed } from "../shared/Managed.sol";
import { Deposit, Lock } from "../types/Contribution.sol";
import { Batch } from "../types/Offer.sol";
import { LeafProof, PartProof } from "../types/SumTree.sol";

/// @title Deposits
/// @notice See the documentation in {IDeposits}.
/// @dev Arguments: authority 20 bytes, offers 20, coin 20, amount of a lock 12, free contributions 2, lock period 4.
abstract contract Deposits is IDeposits, Managed, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    // Where nobody can spend: some coins refuse the zero address.
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;
    uint256 internal constant LONGEST = 365 days;

    mapping(address account => Deposit) private _deposits;
    mapping(bytes32 contributionId => Lock) private _locks;

    function _manager() internal view override returns (address) {
        return CodeArgs.addressAt(78);
    }

    /// @dev Whether review has accepted the contribution at some time.
    function _wasAccepted(bytes32 contributionId) internal view virtual returns (bool);

    function _ownerOf(bytes32 contributionId) internal view virtual returns (address);

    function offers() public view returns (IOffers) {
        return IOffers(CodeArgs.addressAt(58));
    }

    /// @notice The coin that deposits are in.
    function coin() public view returns (IERC20) {
        return IERC20(CodeArgs.addressAt(38));
    }

    /// @inheritdoc IDeposits
    function lockAmount() public view returns (uint96) {
        return uint96(CodeArgs.word(18) >> 160);
    }

    /// @inheritdoc IDeposits
    function freeContributions() public view returns (uint16) {
        return uint16(CodeArgs.word(6) >> 240);
    }

    /// @inheritdoc IDeposits
    function lockPeriod() public view returns (uint32) {
        return uint32(CodeArgs.word(4) >> 224);
    }

    /// @inheritdoc IDeposits
    function deposit(uint96 amount) external nonReentrant returns (uint96 received) {
        // Interaction: take it, and count what arrived.
        IERC20 paid = coin();
        uint256 before = paid.balanceOf(address(this));
        paid.safeTransferFrom(msg.sender, address(this), amount);
        received = SafeCast.toUint96(paid.balanceOf(address(this)) - before);

        // Effect: it is the caller's, and free.
        _deposits[msg.sender].amount += received;
        emit Deposited(msg.sender, received);
    }

    /// @inheritdoc IDeposits
    function takeDeposit(uint96 amount, address to) external nonReentrant {
        // Check: that much is free.
        Deposit storage $ = _deposits[msg.sender];
        uint96 free = $.amount - $.locked;
        if (amount > free) revert DepositsInsufficient(msg.sender, free, amount);

        // Effect: it is not here any more.
        $.amount -= amount;
        emit DepositTaken(msg.sender, to, amount);

        // Interaction: pay.
        coin().safeTransfer(to, amount);
    }

    /// @inheritdoc IDeposits
    function unlock(bytes32 contributionId) external {
        // Check: not accepted, or never released; and not too soon.
        Lock memory lock = _requireLock(contributionId);
        uint256 period = lockPeriod();
        if (_wasAccepted(contributionId) && period < LONGEST) period = LONGEST;
        uint256 until = lock.at + period;
        if (block.timestamp < until) revert DepositsLocked(contributionId, until);

        _unlock(contributionId, lock.amount);
    }

    /// @inheritdoc IDeposits
    function unlockReleased(uint64 offer, uint32 release, LeafProof calldata leaf, PartProof calldata part)
        external
    {
        // Check: an active release has it.
        bytes32 contributionId = part.part.contributionId;
        Lock memory lock = _requireLock(contributionId);
        Batch memory batch = offers().batchOf(offer, release);
        if (batch.activatedAt == 0) revert DepositsNotActive(offer, release);
        if (
            !SumTree.contains(
                    batch.root,
                    batch.total,
                    SumTree.hashLeaf(leaf.leaf),
                    leaf.leaf.weight,
                    leaf.index,
                    leaf.proof,
                    SumTree.NODE
                )
                || !SumTree.contains(
                    leaf.leaf.subRoot,
                    leaf.leaf.weight,
                    SumTree.hashPart(part.part),
                    part.part.weight,
                    part.index,
                    part.proof,
                    SumTree.SUB_NODE
                )
        ) revert DepositsInvalidProof(contributionId);

        // Check: long enough.
        uint256 until = uint256(batch.activatedAt) + lockPeriod();
        if (block.timestamp < until) revert DepositsLocked(contributionId, until);

        _unlock(contributionId, lock.amount);
    }

    /// @inheritdoc IDeposits
    function slash(bytes32 contributionId, uint64 offer, bytes32 ruling) external restricted nonReentrant {
        // Effect: the lock and what it held are gone.
        Lock memory lock = _requireLock(contributionId);
        address account = _ownerOf(contributionId);
        delete _locks[contributionId];
        _deposits[account].amount -= lock.amount;
        _deposits[account].locked -= lock.amount;
        emit DepositSlashed(contributionId, account, offer, lock.amount, ruling);

        // Interaction: nobody gets it, or those do whom it harmed.
        if (offer == 0) {
            coin().safeTransfer(BURNED, lock.amount);
        } else {
            coin().forceApprove(address(offers()), lock.amount);
            offers().donate(offer, lock.amount);
        }
    }

    /// @inheritdoc IDeposits
    function depositOf(address account) external view returns (Deposit memory) {
        return _deposits[account];
    }

    /// @inheritdoc IDeposits
    function lockOf(bytes32 contributionId) external view returns (Lock memory) {
        return _locks[contributionId];
    }

    /// @dev Locks what the charter asks for; nothing is read or written where it asks for nothing.
    function _lock(bytes32 contributionId, address account) internal {
        uint96 amount = lockAmount();
        if (amount == 0) return;
        Deposit storage $ = _deposits[account];
        if (++$.contributions <= freeContributions()) return;

        // Check: that much is free.
        uint96 free = $.amount - $.locked;
        if (amount > free) revert DepositsInsufficient(account, free, amount);

        // Effect: it is not free any more.
        $.locked += amount;
        _locks[contributionId] = Lock({ amount: amount, at: uint40(block.timestamp) });
        emit DepositLocked(contributionId, account, amount);
    }

    function _unlock(bytes32 contributionId, uint96 amount) private {
        address account = _ownerOf(contributionId);
        delete _locks[contributionId];
        _deposits[account].locked -= amount;
        emit DepositUnlocked(contributionId, account, amount);
    }

    function _requireLock(bytes32 contributionId) private view returns (Lock memory lock) {
        lock = _locks[contributionId];
        if (lock.amount == 0) revert DepositsNothingLocked(contributionId);
    }
}
