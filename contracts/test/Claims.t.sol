// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";

import { IOffers } from "../src/interfaces/IOffers.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// claimPayout
//   nothing to claim, or with the inner of another → refused; else → whole units, to any address, once
//   the fraction of a unit stays with a live position
// claimBySig
//   deadline passed, nonce used or not the next, signed by another, for another contract, chain or address → refused
//   else → like a claim; by ERC-1271 too
contract ClaimsTest is AnchoredFixture {
    bytes32 private constant CLAIM = keccak256(
        "ClaimEarnings(address account,uint64 offer,bytes32 inner,address to,uint256 nonce,uint256 deadline)"
    );

    function claimHash(address account, bytes32 inner, address to, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(CLAIM, account, offer, inner, to, nonce, deadline));
    }

    function test_Claim_ToAnotherAddress() external {
        Leaf[] memory leaves = one(leafOf(adaId, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.EarningsClaimed(offer, adaId, uint128(share()));
        vm.prank(ada);
        offers.claimPayout(offer, adaInner, stranger);
        vm.assertEq(coin.balanceOf(stranger), share(), "paid");
        vm.assertEq(offers.claimable(offer, adaId), 0, "once");
    }

    function test_RevertWhen_ClaimingWithTheInnerOfAnother() external {
        Leaf[] memory leaves = one(leafOf(adaId, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        buy(offer, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersNothingToClaim.selector, offer, idOf(ben, adaInner))
        );
        this.claimExternal(ben, adaInner);
    }

    function test_RevertWhen_ThereIsNothingToClaim() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNothingToClaim.selector, offer, adaId));
        this.claimExternal(ada, adaInner);
    }

    function test_Claim_LeavesTheFractionWithThePosition() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        vm.prank(operator);
        offers.setPrice(offer, 1);
        uint256 total;
        for (uint256 i; i < 9; ++i) {
            buy(offer, 1);
            if (offers.claimable(offer, adaId) != 0) total += claimed(ada, adaInner);
        }
        vm.assertEq(total, 2, "nine units, a third each, less what has not added up to a unit yet");
        buy(offer, 1);
        vm.assertEq(total + claimed(ada, adaInner), 3, "then it has");
    }

    function test_ClaimBySig() external {
        Leaf[] memory leaves = one(leafOf(adaId, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        buy(offer, 1);
        uint256 deadline = block.timestamp;
        bytes memory signature = sign(ADA_KEY, dao.offers, claimHash(ada, adaInner, ada, 0, deadline));
        vm.prank(stranger);
        offers.claimBySig(ada, offer, adaInner, ada, 0, deadline, signature);
        vm.assertEq(coin.balanceOf(ada), share(), "paid");

        buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, ada, 1));
        offers.claimBySig(ada, offer, adaInner, ada, 0, deadline, signature);
    }

    function test_ClaimBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        bytes32 id = idOf(wallet, adaInner);
        Leaf[] memory leaves = one(leafOf(id, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        buy(offer, 1);
        bytes32 hash = claimHash(wallet, adaInner, ben, 0, block.timestamp);
        bytes memory signature = sign(ADA_KEY, dao.offers, hash);
        offers.claimBySig(wallet, offer, adaInner, ben, 0, block.timestamp, signature);
        vm.assertEq(coin.balanceOf(ben), share(), "by ERC-1271");
    }

    function test_RevertWhen_ClaimSignatureDoesNotFit() external {
        bytes32 hash = claimHash(ada, adaInner, ada, 0, START);
        bytes memory good = sign(ADA_KEY, dao.offers, hash);
        bytes memory otherSigner = sign(BEN_KEY, dao.offers, hash);
        bytes memory otherContract = sign(ADA_KEY, dao.members, hash);
        bytes memory otherChain = signFor(ADA_KEY, block.chainid + 1, dao.offers, hash);
        bytes memory error_ = abi.encodeWithSelector(IOffers.OffersInvalidSignature.selector, ada);
        vm.expectRevert(error_);
        offers.claimBySig(ada, offer, adaInner, stranger, 0, START, good);
        vm.expectRevert(error_);
        offers.claimBySig(ada, offer, adaInner, ada, 0, START, otherSigner);
        vm.expectRevert(error_);
        offers.claimBySig(ada, offer, adaInner, ada, 0, START, otherContract);
        vm.expectRevert(error_);
        offers.claimBySig(ada, offer, adaInner, ada, 0, START, otherChain);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersSignatureExpired.selector, START, START + 1));
        offers.claimBySig(ada, offer, adaInner, ada, 0, START, good);
    }

    function test_RevertWhen_TheNonceIsNotTheNext() external {
        bytes32 hash = claimHash(ada, adaInner, ada, 1, START);
        bytes memory signature = sign(ADA_KEY, dao.offers, hash);
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, ada, 0));
        offers.claimBySig(ada, offer, adaInner, ada, 1, START, signature);
    }

    function test_Claim_IsStoppedByNobody() external {
        Leaf[] memory leaves = one(leafOf(adaId, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        buy(offer, 1);
        withdraw(ada, adaInner);
        vm.prank(ada);
        membership.join(CHARTER);
        vm.prank(ada);
        membership.leave();
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.assertEq(claimed(ada, adaInner), share(), "left, withdrawn, closed, and still paid");
    }

    function testFuzz_ClaimOrderDoesNotMatter(uint32 a, uint32 b, uint96 price, bool adaFirst) external {
        Leaf[] memory leaves = pair(uint64(bound(a, 1, 1e9)), uint64(bound(b, 1, 1e9)));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
        vm.prank(operator);
        offers.setPrice(offer, uint80(bound(price, 1e6, 1e12)));
        vm.prank(buyer);
        licenses.buyFrom(offer, 1, 1, type(uint128).max, buyer);
        uint256 adaDue = offers.claimable(offer, adaId);
        uint256 benDue = offers.claimable(offer, benId);
        if (adaFirst && adaDue != 0) claimed(ada, adaInner);
        if (benDue != 0) vm.assertEq(claimed(ben, benInner), benDue, "ben's does not change");
        if (!adaFirst && adaDue != 0) vm.assertEq(claimed(ada, adaInner), adaDue, "nor ada's");
    }

    // One call deeper, so that an expected revert meets the right one.

    function claimExternal(address account, bytes32 inner) external {
        claimed(account, inner);
    }
}
