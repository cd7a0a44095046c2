// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { SafeTransferLib } from "solady/utils/SafeTransferLib.sol";

import { IReleases } from "../src/interfaces/IReleases.sol";
import { PracticeDollar } from "../src/PracticeDollar.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";
import { BlacklistCoin, EtherCoin, FalseCoin, FeeCoin, HookCoin, SilentCoin } from "./base/HostileCoins.sol";

// Whatever the coin does, Offers and Releases owe no more than they hold, and credit what arrived.
//   a fee → less is credited; a stake that would be credited in full is refused
//   a blacklist → nobody else is held up; whoever is on it is paid at another address
//   no answer → as good as true; false → refused
//   a call back, to buy, claim or withdraw → no payment counts twice, nobody is kept from leaving
contract HostileCoinTest is AnchoredFixture {
    bytes32 private immutable GUARDED =
        bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);

    function setUp() public override {
        vm.warp(START);
        factory = newFactory();
    }

    function open(address coinAddress) private {
        found(coinAddress);
        start();
        Leaf[] memory leaves = pair(3, 4);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
    }

    function owedToAll() private view returns (uint256) {
        return offers.claimable(offer, adaId) + offers.claimable(offer, benId) + offers.reviewersPot()
            + offers.refundsPot() + offers.credit(ada);
    }

    function expectSolvent() private view {
        vm.assertLe(owedToAll(), coin.balanceOf(dao.offers), "Offers is solvent");
        vm.assertLe(
            uint256(releases.credit(releaser)) + releases.credit(stranger) + releases.forfeited(offer),
            coin.balanceOf(dao.releases),
            "Releases is solvent"
        );
    }

    function payEveryone() private {
        claimed(ada, adaInner);
        claimed(ben, benInner);
        vm.prank(treasury);
        offers.collect(treasury);
        vm.prank(releaser);
        releases.collect(releaser);
        vm.assertGe(coin.balanceOf(dao.offers), offers.reviewersPot(), "and everyone can be paid");
        expectSolvent();
    }

    // Fee

    function test_FeeOnTransfer_CreditsWhatArrived() external {
        open(address(new FeeCoin()));
        vm.assertEq(releases.credit(releaser), MIN_BOND * 9 / 10, "the bond too");
        buy(offer, 1);
        uint256 received = uint256(PRICE) * 9 / 10;
        vm.assertLe(owedToAll(), received, "not what was sent");
        vm.assertGe(owedToAll() + 2, received, "less at most a unit each");
        vm.prank(buyer);
        vm.assertEq(offers.donate(offer, 1000), 900, "nor what was given");
        payEveryone();
    }

    function test_FeeOnTransfer_RenewalCreditsWhatArrived() external {
        open(address(new FeeCoin()));
        uint256 license = buy(offer, 1);
        uint256 before = coin.balanceOf(dao.offers);
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
        vm.assertEq(coin.balanceOf(dao.offers) - before, uint256(PRICE) * 9 / 10, "arrived");
        payEveryone();
    }

    function test_RevertWhen_AFeeWouldLeaveAStakeUncovered() external {
        open(address(new FeeCoin()));
        fund(stranger);
        assertTree(offer, 2, one(leafOf(adaId, 1)));
        bytes4 incomplete = IReleases.ReleasesStakeIncomplete.selector;
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(incomplete, QUESTION_STAKE, QUESTION_STAKE * 9 / 10));
        releases.askLeaf(pendingOf(2), 0);
        uint128 stake = pendingOf(2).bond;
        vm.expectRevert(abi.encodeWithSelector(incomplete, stake, stake * 9 / 10));
        releases.dispute(pendingOf(2), "evidence");
        vm.stopPrank();
        expectSolvent();
    }

    // Blacklist

    function test_Blacklist_ClaimToAnotherAddress() external {
        BlacklistCoin strict = new BlacklistCoin();
        open(address(strict));
        buy(offer, 1);
        strict.refuse(ada);
        bytes memory error_ = abi.encodeWithSelector(SafeTransferLib.TransferFailed.selector);
        uint256 due = offers.claimable(offer, adaId);
        vm.expectRevert(error_);
        vm.prank(ada);
        offers.claimPayout(offer, adaInner, ada);
        vm.prank(ada);
        vm.assertEq(offers.claimPayout(offer, adaInner, stranger), due, "paid elsewhere");
        vm.assertEq(coin.balanceOf(stranger), due, "there");
        withdraw(ada, adaInner);
        vm.assertTrue(offers.positionOf(offer, adaId).frozen, "and free to leave");
    }

    function test_Blacklist_HoldsNobodyElseUp() external {
        BlacklistCoin strict = new BlacklistCoin();
        open(address(strict));
        buy(offer, 1);
        strict.refuse(treasury);
        strict.refuse(releaser);
        vm.prank(treasury);
        offers.collect(stranger);
        vm.prank(releaser);
        releases.collect(stranger);
        vm.assertEq(coin.balanceOf(stranger), 15e6 + MIN_BOND, "treasury and asserter, elsewhere");
        assertRoot(offer, 2, 0, 0, FAR - 1 days);
        activate(offer, 2);
        vm.assertEq(offers.poolOf(offer).release, 2, "no transfer holds up an activation");
        buy(offer, 2);
    }

    // No answer, and false

    function test_SilentCoin_WorksLikeAnyOther() external {
        open(address(new SilentCoin()));
        buy(offer, 1);
        withdraw(ben, benInner);
        vm.warp(block.timestamp + 1);
        Leaf[] memory wrong = one(leafOf(benId, 1));
        assertTree(offer, 2, wrong);
        vm.prank(stranger);
        releases.challengeDeadConsent(pendingOf(2), proveLeaf(wrong, 0));
        releases.giveForfeit(offer);
        payEveryone();
    }

    function test_RevertWhen_TheCoinSaysFalse() external {
        FalseCoin false_ = new FalseCoin();
        open(address(false_));
        buy(offer, 1);
        false_.lie();
        vm.expectRevert(abi.encodeWithSelector(SafeTransferLib.TransferFromFailed.selector));
        vm.prank(buyer);
        licenses.buyFrom(offer, 1, 1, PRICE, buyer);
        bytes memory failed = abi.encodeWithSelector(SafeTransferLib.TransferFailed.selector);
        vm.expectRevert(failed);
        vm.prank(ada);
        offers.claimPayout(offer, adaInner, ada);
        vm.assertTrue(offers.claimable(offer, adaId) != 0, "nothing is lost");
        vm.expectRevert(failed);
        vm.prank(treasury);
        offers.collect(treasury);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(coin)));
        vm.prank(releaser);
        releases.collect(releaser);
        expectSolvent();
    }

    // Calls back

    function hooked() private returns (HookCoin made) {
        made = new HookCoin();
        open(address(made));
    }

    function test_Reentry_CannotCountOnePaymentTwice() external {
        HookCoin hook = hooked();
        bytes[3] memory calls = [
            abi.encodeCall(licenses.buyFrom, (offer, 1, uint16(1), PRICE, stranger)),
            abi.encodeCall(offers.donate, (offer, 1)),
            abi.encodeCall(offers.collect, (stranger))
        ];
        for (uint256 i; i < 3; ++i) {
            hook.hook(dao.offers, calls[i]);
            buy(offer, 1);
            vm.assertEq(bytes32(hook.failure()), GUARDED, "nothing that counts payments is entered twice");
        }
        vm.assertEq(coin.balanceOf(dao.offers), 3 * uint256(PRICE), "three prices came in");
        vm.assertLe(owedToAll(), 3 * uint256(PRICE), "and were credited once");
    }

    function test_Reentry_CannotCountAStakeTwice() external {
        HookCoin hook = hooked();
        fund(stranger);
        assertTree(offer, 2, one(leafOf(adaId, 9)));
        hook.hook(dao.releases, abi.encodeCall(releases.askLeaf, (pendingOf(2), 1)));
        vm.prank(stranger);
        releases.askLeaf(pendingOf(2), 0);
        vm.assertEq(bytes32(hook.failure()), GUARDED, "one question");
        hook.hook(dao.releases, abi.encodeCall(releases.askLeaf, (pendingOf(2), 1)));
        vm.prank(stranger);
        releases.dispute(pendingOf(2), "evidence");
        vm.assertEq(bytes32(hook.failure()), GUARDED, "one stake");
        expectSolvent();
    }

    function claimMessage(address to) private view returns (bytes memory) {
        bytes32 hash = keccak256(
            abi.encode(
                keccak256(
                    "ClaimEarnings(address account,uint64 offer,bytes32 inner,address to,uint256 nonce,uint256 deadline)"
                ),
                ada,
                offer,
                adaInner,
                to,
                0,
                block.timestamp
            )
        );
        return abi.encodeCall(
            offers.claimBySig, (ada, offer, adaInner, to, 0, block.timestamp, sign(ADA_KEY, dao.offers, hash))
        );
    }

    function test_Reentry_AClaimWithinASaleOnlyMakesTheSaleSmaller() external {
        HookCoin hook = hooked();
        buy(offer, 1);
        uint256 due = offers.claimable(offer, adaId);
        hook.hook(dao.offers, claimMessage(stranger));
        buy(offer, 1);
        vm.assertTrue(hook.called(), "it was paid");
        vm.assertEq(coin.balanceOf(stranger), due, "what it was due");
        expectSolvent();
        vm.assertLe(owedToAll() + due, 2 * uint256(PRICE), "and nothing beyond what came in");
        payEveryone();
    }

    function test_Reentry_AClaimWithinAClaimPaysOnce() external {
        HookCoin hook = hooked();
        buy(offer, 1);
        uint256 due = offers.claimable(offer, adaId);
        hook.hook(dao.offers, claimMessage(stranger));
        claimed(ada, adaInner);
        vm.assertFalse(hook.called(), "the second finds nothing");
        vm.assertEq(coin.balanceOf(ada) + coin.balanceOf(stranger), due, "once");
        expectSolvent();
    }

    function test_Reentry_CannotKeepAMemberFromLeaving() external {
        HookCoin hook = hooked();
        // The member leaves while a sale is in the middle of its transfer.
        bytes32[] memory inners = new bytes32[](1);
        inners[0] = adaInner;
        bytes32 hash = keccak256(
            abi.encode(
                keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)"),
                ada,
                DATASET,
                keccak256(abi.encodePacked(inners))
            )
        );
        bytes memory signature = sign(ADA_KEY, dao.members, hash);
        hook.hook(dao.members, abi.encodeCall(consents.withdrawBySig, (ada, DATASET, inners, signature)));
        buy(offer, 1);
        vm.assertFalse(consents.isLive(adaId), "withdrawn");
        vm.assertTrue(offers.positionOf(offer, adaId).frozen, "frozen");
        vm.assertEq(offers.poolOf(offer).weight, 4, "and its weight stays out of the pool");
        vm.assertEq(offers.claimable(offer, adaId), 0, "this sale is not for it");
        expectSolvent();
    }

    // Digits

    function test_Digits_SixAndEighteen() external {
        open(address(new PracticeDollar()));
        vm.assertEq(coin.decimals(), 6, "six");
        buy(offer, 1);
        payEveryone();
        open(address(new EtherCoin()));
        vm.assertEq(coin.decimals(), 18, "eighteen");
        vm.prank(operator);
        offers.setPrice(offer, 1000 ether);
        coin.mint(buyer, 12_000 ether);
        this.purchase(offer, 1, 12, 12_000 ether);
        vm.assertGe(offers.claimable(offer, adaId) + 1, uint256(12_000 ether) * 75 / 100 * 3 / 7, "its part");
        payEveryone();
    }
}
