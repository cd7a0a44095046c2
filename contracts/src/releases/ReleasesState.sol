// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IConsents } from "../interfaces/IConsents.sol";
import { IContributions } from "../interfaces/IContributions.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { IReleases } from "../interfaces/IReleases.sol";
import { CodeArgs } from "../libraries/CodeArgs.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { Managed } from "../shared/Managed.sol";
import { Assertion, Pending } from "../types/Release.sol";
import { Leaf, LeafProof, PartProof } from "../types/SumTree.sol";

/// @title ReleasesState
/// @notice What the parts of Releases share: storage, what was fixed at founding, bonds, and how an assertion ends.
/// @dev Arguments: authority 20 bytes, members 20, offers 20, contributions 20, coin 20, treasury 20, share of income in the bond 2,
/// least bond 12, question's stake 12, least interval 4, challenge window 4.
abstract contract ReleasesState is IReleases, Managed, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 internal constant BPS = 10_000;

    mapping(uint64 offer => Pending) internal _pending;
    mapping(address account => uint128) internal _credits;
    mapping(uint64 offer => uint128) internal _forfeited;

    function _manager() internal view override returns (address) {
        return CodeArgs.addressAt(154);
    }

    function members() public view returns (IConsents) {
        return IConsents(CodeArgs.addressAt(134));
    }

    function offers() public view returns (IOffers) {
        return IOffers(CodeArgs.addressAt(114));
    }

    function contributions() public view returns (IContributions) {
        return IContributions(CodeArgs.addressAt(94));
    }

    /// @notice The coin that bonds and stakes are in.
    function coin() public view returns (IERC20) {
        return IERC20(CodeArgs.addressAt(74));
    }

    /// @inheritdoc IReleases
    function treasury() external view returns (address) {
        return CodeArgs.addressAt(54);
    }

    /// @notice Part of the income since the last release that an asserter puts at stake, on top of the least bond, in
    /// ten-thousandths.
    function bondBps() public view returns (uint16) {
        return uint16(CodeArgs.word(34) >> 240);
    }

    function minBond() public view returns (uint96) {
        return uint96(CodeArgs.word(32) >> 160);
    }

    /// @inheritdoc IReleases
    function questionStake() public view returns (uint128) {
        return uint96(CodeArgs.word(20) >> 160);
    }

    /// @notice The shortest time between two releases of an offer, in seconds.
    function minInterval() public view returns (uint32) {
        return uint32(CodeArgs.word(8) >> 224);
    }

    /// @inheritdoc IReleases
    function challengeWindow() public view returns (uint32) {
        return uint32(CodeArgs.word(4) >> 224);
    }

    /// @inheritdoc IReleases
    function pendingOf(uint64 offer) external view returns (Pending memory) {
        return _pending[offer];
    }

    /// @inheritdoc IReleases
    function credit(address account) external view returns (uint128) {
        return _credits[account];
    }

    /// @inheritdoc IReleases
    function forfeited(uint64 offer) external view returns (uint128) {
        return _forfeited[offer];
    }

    /// @inheritdoc IReleases
    function collect(address to) external nonReentrant returns (uint128 amount) {
        // Check: there is something.
        amount = _credits[msg.sender];
        if (amount == 0) revert ReleasesNothingToCollect(msg.sender);

        // Effect: nothing is owed any more.
        delete _credits[msg.sender];
        emit BondCollected(msg.sender, to, amount);

        // Interaction: pay.
        coin().safeTransfer(to, amount);
    }

    /// @inheritdoc IReleases
    function giveForfeit(uint64 offer) external nonReentrant {
        // Effect: it is given once.
        uint128 amount = _forfeited[offer];
        if (amount == 0) revert ReleasesNothingToCollect(address(0));
        delete _forfeited[offer];
        emit ForfeitGiven(offer, amount);

        // Interaction: the offer takes it as income.
        IOffers to = offers();
        coin().forceApprove(address(to), amount);
        to.donate(offer, amount);
    }

    function _hashOf(Assertion calldata asserted) internal pure returns (bytes32) {
        return keccak256(abi.encode(asserted));
    }

    function _requirePending(Assertion calldata asserted) internal view returns (Pending storage pending) {
        pending = _pending[asserted.offer];
        if (pending.hash != _hashOf(asserted)) {
            revert ReleasesNotPending(asserted.offer, asserted.release);
        }
    }

    function _requireWindowOpen(Assertion calldata asserted) internal view {
        if (block.timestamp >= asserted.challengeEnds) {
            revert ReleasesWindowOver(asserted.offer, asserted.release, asserted.challengeEnds);
        }
    }

    function _requireLeaf(Assertion calldata asserted, LeafProof calldata leaf) internal pure {
        _requireLeaf(asserted.offer, asserted.release, asserted.root, asserted.total, leaf);
    }

    function _requireLeaf(uint64 offer, uint32 release, bytes32 root, uint64 total, LeafProof calldata leaf)
        internal
        pure
    {
        if (!SumTree.contains(
                root,
                total,
                SumTree.hashLeaf(leaf.leaf),
                leaf.leaf.weight,
                leaf.index,
                leaf.proof,
                SumTree.NODE
            )) revert ReleasesInvalidProof(offer, release, leaf.index);
    }

    function _requirePart(Leaf calldata leaf, PartProof calldata part) internal pure {
        if (!SumTree.contains(
                leaf.subRoot,
                leaf.weight,
                SumTree.hashPart(part.part),
                part.part.weight,
                part.index,
                part.proof,
                SumTree.SUB_NODE
            )) revert ReleasesInvalidPartProof(leaf.consentId, part.part.contributionId, part.index);
    }

    /// @dev Half goes to whoever found the fault and half to those it would have harmed, so that nobody saves a bond by
    /// challenging themselves. Who disputed it, too, has the stake back.
    function _strike(Assertion calldata asserted, address challenger, bytes32 consentId) internal {
        uint128 half = asserted.bond / 2;
        _credits[challenger] += half;
        address disputer = _pending[asserted.offer].disputer;
        if (disputer != address(0)) _credits[disputer] += _stakeOf(asserted);
        _forfeited[asserted.offer] += asserted.bond - half;
        _clear(asserted);
        emit ReleaseChallenged(asserted.offer, asserted.release, challenger, consentId);
    }

    /// @dev What a dispute puts at stake: as much as the asserter did. Where that was nothing, the least bond, so that
    /// nobody holds up for nothing what only removes.
    function _stakeOf(Assertion calldata asserted) internal view returns (uint128) {
        return asserted.bond == 0 ? minBond() : asserted.bond;
    }

    /// @dev The number is free again. Questions end with what they were about: they are kept by an assertion's hash, so that
    /// what comes next is of a later moment and never has the same one.
    function _clear(Assertion calldata asserted) internal {
        Pending storage pending = _pending[asserted.offer];
        pending.hash = 0;
        pending.lastAt = asserted.at + 1;
        pending.questions = 0;
        delete pending.disputer;
        delete pending.disputedAt;
    }

    /// @dev Takes a stake that is credited in full later. Only within `nonReentrant`.
    function _pullAll(uint128 amount) internal {
        uint128 received = _pull(amount);
        if (received != amount) revert ReleasesStakeIncomplete(amount, received);
    }

    /// @dev What arrived, which for some coins is less than what was sent. Only within `nonReentrant`.
    function _pull(uint256 amount) internal returns (uint128) {
        if (amount == 0) return 0;
        IERC20 paid = coin();
        uint256 before = paid.balanceOf(address(this));
        paid.safeTransferFrom(msg.sender, address(this), amount);
        return SafeCast.toUint128(paid.balanceOf(address(this)) - before);
    }
}
