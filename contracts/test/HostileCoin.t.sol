// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import { Leaf } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { FeeCoin, HookCoin } from "./base/HostileCoins.sol";

contract HostileCoinTest is DaoFixture {
    uint64 private offer;
    bytes32 private adaId;
    bytes32 private adaInner;
    bytes32 private benId;
    bytes32 private benInner;

    function setUp() public override { }

    function open(address coinAddress) private {
        vm.warp(START);
        deploy(coinAddress);
        offer = createOffer();
        (adaId, adaInner) = grant(ada, "a");
        (benId, benInner) = grant(ben, "b");
        Leaf[] memory leaves = two(leafOf(adaId, 3), leafOf(benId, 4));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
    }

    function owedToAll() private view returns (uint256) {
        return offers.claimable(offer, adaId) + offers.claimable(offer, benId) + offers.reviewersPot()
            + offers.credit(treasury);
    }

    function test_FeeOnTransfer_CreditsWhatArrived() external {
        open(address(new FeeCoin()));
        vm.assertEq(offers.credit(releaser), MIN_BOND * 9 / 10, "the bond too");
        buy(offer, 1);
        uint256 received = uint256(PRICE) * 9 / 10;
        vm.assertLe(owedToAll(), received, "not what was sent");
        vm.assertGe(owedToAll() + 2, received, "less at most a unit each");
        vm.prank(ada);
        offers.claim(offer, adaInner, ada);
        vm.prank(ben);
        offers.claim(offer, benInner, ben);
        vm.prank(treasury);
        offers.collect(treasury);
        vm.prank(releaser);
        offers.collect(releaser);
        vm.assertGe(coin.balanceOf(address(offers)), offers.reviewersPot(), "and everyone can be paid");
    }

    function test_Reentry_CannotCountOnePaymentTwice() external {
        HookCoin hooked = new HookCoin();
        open(address(hooked));
        bytes4 guarded = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;

        hooked.hook(address(licenses), abi.encodeCall(licenses.buy, (offer, 1, uint16(1), PRICE, stranger)));
        buy(offer, 1);
        vm.assertEq(bytes32(hooked.failure()), bytes32(guarded), "a sale within a sale");
        vm.assertEq(coin.balanceOf(address(offers)), PRICE + MIN_BOND, "one price came in");
        vm.assertLe(owedToAll(), PRICE, "and one was credited");
    }

    function test_Reentry_CannotKeepAMemberFromLeaving() external {
        HookCoin hooked = new HookCoin();
        open(address(hooked));
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
        bytes memory signature = sign(ADA_KEY, address(consents), hash);
        hooked.hook(
            address(consents), abi.encodeCall(consents.withdrawBySig, (ada, DATASET, inners, signature))
        );
        buy(offer, 1);
        vm.assertFalse(consents.isLive(adaId), "withdrawn");
        vm.assertTrue(offers.positionOf(offer, adaId).frozen, "frozen");
        vm.assertEq(offers.poolOf(offer).weight, 4, "and its weight stays out of the pool");
        vm.assertEq(offers.claimable(offer, adaId), 0, "this sale is not for it");
        vm.assertLe(owedToAll(), coin.balanceOf(address(offers)) - offers.credit(releaser), "solvent");
    }
}
