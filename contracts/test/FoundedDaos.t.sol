// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import { IConsents } from "../src/interfaces/IConsents.sol";
import { IContributions } from "../src/interfaces/IContributions.sol";
import { IDeposits } from "../src/interfaces/IDeposits.sol";
import { IMembership } from "../src/interfaces/IMembership.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Dao, Founding, Holder } from "../src/types/Founding.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { FoundingActs } from "./base/FoundingActs.sol";

interface IInitializable {
    error InvalidInitialization();

    function initialize(address initialAdmin) external;
}

// A DAO after its founding
// ├── the factory has no role in it, and nobody else but who was named
// ├── its authority cannot be initialised again
// ├── what its contracts are copies of obeys nobody, and what is done there does not reach it
// ├── another DAO of the same factory shares nothing with it: roles, consents, money, calls between contracts
// └── it does the same with code of its own as with shared code
contract FoundedDaosTest is FoundingActs {
    function unauthorized(address caller) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller);
    }

    function hasRole(uint64 role, address account) private view returns (bool has) {
        (has,) = manager.hasRole(role, account);
    }

    function test_Roles_AreWhatWasNamedAndNothingElse() external view {
        address[5] memory holders = [operator, releaser, reviewer, arbiter, contributorsVoice];
        vm.assertTrue(hasRole(0, address(this)), "the admin");
        vm.assertFalse(hasRole(0, address(factory)), "the factory is not");
        for (uint64 role = 1; role <= 5; ++role) {
            vm.assertFalse(hasRole(role, address(factory)), "the factory has none");
            vm.assertFalse(hasRole(role, address(this)), "the admin has none that was not named");
            vm.assertFalse(hasRole(0, holders[role - 1]), "holders are not admins");
            for (uint256 i; i < holders.length; ++i) {
                vm.assertTrue(hasRole(role, holders[i]) == (i == role - 1), "each has one");
            }
        }
    }

    function test_RevertWhen_TheFactoryUsesTheAuthority() external {
        vm.prank(address(factory));
        vm.expectRevert();
        manager.grantRole(1, stranger, 0);
        vm.prank(address(factory));
        vm.expectRevert(unauthorized(address(factory)));
        membership.setCharter("next");
    }

    function test_RevertWhen_TheAuthorityIsInitialisedAgain() external {
        vm.expectRevert(abi.encodeWithSelector(IInitializable.InvalidInitialization.selector));
        IInitializable(dao.authority).initialize(stranger);
        IInitializable origin = IInitializable(code().authorityCode());
        vm.expectRevert(abi.encodeWithSelector(IInitializable.InvalidInitialization.selector));
        origin.initialize(stranger);
    }

    function test_RevertWhen_AnyoneUsesARoleOnWhatOthersAreCopiesOf() external {
        address[4] memory targets =
            [code().membersCode(), code().offersCode(), code().releasesCode(), code().contributionsCode()];
        bytes[4] memory calls = [
            abi.encodeCall(IMembership.setCharter, ("next")),
            abi.encodeCall(IOffers.createOffer, (DATASET, PURPOSES, TERMS, PRICE, 0, 12)),
            abi.encodeWithSelector(releases.assertRelease.selector, 1, 1, START, FAR, 0, 0, 0),
            abi.encodeCall(IDeposits.slash, (0, 0, 0))
        ];
        address[4] memory callers = [address(this), operator, address(factory), dao.authority];
        for (uint256 i; i < targets.length; ++i) {
            for (uint256 k; k < callers.length; ++k) {
                vm.prank(callers[k]);
                (bool ok, bytes memory why) = targets[i].call(calls[i]);
                vm.assertFalse(ok, "refused");
                // Members looks for its manager at Offers, and there is none.
                if (i != 0) vm.assertEq(why, unauthorized(callers[k]), "nobody has a role there");
            }
        }
        IAccessManager none = IAccessManager(code().authorityCode());
        vm.expectRevert();
        none.grantRole(0, address(this), 0);
    }

    function test_WhatOthersAreCopiesOf_KeepsItsStateToItself() external {
        IConsents bare = IConsents(code().membersCode());
        vm.startPrank(ada);
        bytes32 id = bare.record(TERMS, bitsOf("salt"));
        IContributions(code().contributionsCode()).register(DATASET, id, "c");
        vm.stopPrank();
        vm.assertFalse(consents.isKnown(id), "the DAO knows nothing of it");
        vm.assertEq(contributions.accountOf(idOf(ada, "c")), address(0), "nor of this");
        grant(ada, "salt");
        vm.assertTrue(consents.isLive(id), "the id is free here");
        (IOffers bareOffers, IDeposits bareDeposits) =
            (IOffers(code().offersCode()), IDeposits(code().contributionsCode()));
        vm.expectRevert();
        bareOffers.donate(1, 1);
        vm.expectRevert();
        bareDeposits.deposit(1);
    }

    function test_MembersWithoutOffers_KeepConsentsAndTheirCharter() external {
        // For those who need no market: nothing freezes, and nobody has a say.
        address alone = make(cloneOf(code().membersCode(), abi.encodePacked(address(0), CHARTER)));
        (membership, consents) = (IMembership(alone), IConsents(alone));
        vm.prank(ada);
        membership.join(CHARTER);
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.assertTrue(consents.isLive(id), "permitted");
        pause(ada, inner);
        withdraw(ada, inner);
        vm.assertTrue(consents.isOver(id), "and taken back");
        vm.expectRevert(unauthorized(address(this)));
        membership.setCharter("next");
        vm.assertEq(IAccessManaged(alone).authority(), address(0), "there is no authority");
    }

    function otherDao() private returns (Dao memory first) {
        first = dao;
        Founding memory f = founding();
        f.holders = new Holder[](1);
        f.holders[0] = Holder(1, stranger);
        f.admin = ben;
        use(factory.found(f));
    }

    function test_TwoDaos_ShareNoRole() external {
        Dao memory first = otherDao();
        vm.prank(operator);
        vm.expectRevert(unauthorized(operator));
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
        vm.expectRevert(unauthorized(address(this)));
        membership.setCharter("next");
        vm.expectRevert();
        manager.grantRole(1, operator, 0);
        vm.prank(stranger);
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
        vm.prank(stranger);
        vm.expectRevert(unauthorized(stranger));
        IOffers(first.offers).createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
    }

    function test_TwoDaos_ShareNoConsentAndNoMembership() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.prank(ada);
        membership.join(CHARTER);
        Dao memory first = otherDao();
        vm.assertFalse(consents.isKnown(id), "not known");
        vm.assertFalse(membership.isMember(ada), "no member");
        withdraw(ada, inner);
        vm.assertTrue(consents.isOver(id), "over in the second");
        use(first);
        vm.assertTrue(consents.isLive(id), "and alive in the first");
    }

    function test_TwoDaos_ShareNoMoneyAndTakeNoOrders() external {
        (bytes32 id,) = grant(ada, "salt");
        uint64 offer = createOffer();
        enroll(offer, 1, one(leafOf(id, 4)));
        buy(offer, 1);
        uint256 held = coin.balanceOf(dao.offers);
        vm.assertTrue(held != 0, "the first has money");

        Dao memory first = otherDao();
        vm.assertEq(coin.balanceOf(dao.offers), 0, "the second has none");
        IOffers there = IOffers(first.offers);
        vm.prank(dao.releases);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyReleases.selector, dao.releases));
        there.enroll(offer, 2, FAR, 0, 0);
        vm.prank(dao.members);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyMembers.selector, dao.members));
        there.freezeAll(DATASET, id);
        vm.assertEq(coin.balanceOf(first.offers), held, "untouched");
        vm.assertFalse(there.positionOf(offer, id).frozen, "untouched");
    }

    /// @dev A small life of a DAO; all that it says of itself.
    function story() private returns (bytes memory told) {
        fund(buyer);
        fund(releaser);
        fund(ada);
        vm.startPrank(ada);
        membership.join(CHARTER);
        deposits.deposit(3e6);
        vm.stopPrank();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        bytes32 bens = grantOf(ben);
        bytes32 contribution = accept(ada, "c");
        uint64 offer = createOffer();
        Leaf[] memory leaves = two(leafOf(id, partsOf(contribution, 3)), leafOf(bens, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        uint256 license = buy(offer, 1);
        told =
            abi.encode(id, license, offers.claimable(offer, id), offers.poolOf(offer), offers.offerOf(offer));
        withdraw(ada, inner);
        buy(offer, 1);
        uint256 before = coin.balanceOf(ada);
        vm.startPrank(ada);
        offers.claimPayout(offer, inner, ada);
        contributions.retract(contribution);
        vm.warp(block.timestamp + 400 days);
        deposits.unlock(contribution);
        deposits.takeDeposit(3e6, ada);
        membership.leave();
        vm.stopPrank();
        told = bytes.concat(told, abi.encode(coin.balanceOf(ada) - before), ending(offer, id));
        vm.assertFalse(licenses.isUsable(license), "its time is over");
    }

    function grantOf(address account) private returns (bytes32 id) {
        (id,) = grant(account, "salt");
    }

    function ending(uint64 offer, bytes32 id) private view returns (bytes memory) {
        return abi.encode(
            coin.balanceOf(dao.offers),
            coin.balanceOf(dao.releases),
            coin.balanceOf(dao.contributions),
            offers.positionOf(offer, id),
            offers.poolOf(offer),
            offers.reviewersPot(),
            releases.credit(releaser),
            contributions.isEnded(idOf(ada, "c")),
            consents.isOver(id)
        );
    }

    function test_OwnCodeAndSharedCode_DoTheSame() external {
        Founding memory f = founding();
        f.lockAmount = 2e6;
        use(factory.found(f));
        bytes memory shared = story();
        vm.warp(START);
        f.ownCode = true;
        use(factory.found(f));
        vm.assertGe(dao.members.code.length, 5000, "code of its own");
        vm.assertEq(story(), shared, "the same story");
    }
}
