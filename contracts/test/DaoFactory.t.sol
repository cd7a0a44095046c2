// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IConsents } from "../src/interfaces/IConsents.sol";
import { IDaoFactory } from "../src/interfaces/IDaoFactory.sol";
import { Dao, Founding, Holder } from "../src/types/Founding.sol";
import { FoundingActs } from "./base/FoundingActs.sol";

interface IArguments {
    function members() external view returns (address);
    function offers() external view returns (address);
    function contributions() external view returns (address);
    function coin() external view returns (address);
    function bondBps() external view returns (uint16);
    function minBond() external view returns (uint96);
    function minInterval() external view returns (uint32);
}

/// @notice Says that it obeys whom it is told to.
contract ClaimsAuthority {
    address public authority;

    function claim(address authority_) external {
        authority = authority_;
    }
}

// found, foundCore
// ├── when there is no admin, or no charter: reverts
// ├── when somebody gets a role that is not in the table, or the admin's: reverts
// ├── when the shares come to more than the whole, with the contributors' floor: reverts
// └── otherwise: each contract is where the others expect it, has what it was founded with, and obeys one authority
// found, complete
// └── when there is no contract at the coin's address: reverts
// complete
// ├── when what is there was not begun with just this founding: reverts
// ├── when it is complete: reverts
// └── otherwise: the same as found; whoever calls
contract DaoFactoryTest is FoundingActs {
    function test_Found_EachIsWhereTheOthersExpectIt() external {
        Founding memory f = founding();
        for (uint256 i; i < 2; ++i) {
            f.ownCode = i == 1;
            use(factory.found(f));
            vm.assertEq(IArguments(dao.members).offers(), dao.offers, "offers, for members");
            vm.assertEq(address(offers.members()), dao.members, "members, for offers");
            vm.assertEq(offers.releases(), dao.releases, "releases, for offers");
            vm.assertEq(IArguments(dao.contributions).offers(), dao.offers, "offers, for contributions");
            vm.assertEq(IArguments(dao.releases).members(), dao.members, "members, for releases");
            vm.assertEq(IArguments(dao.releases).offers(), dao.offers, "offers, for releases");
            vm.assertEq(IArguments(dao.releases).contributions(), dao.contributions, "contributions, for it");
            address[5] memory all = [dao.members, dao.offers, dao.releases, dao.contributions, dao.authority];
            for (uint256 k; k < all.length; ++k) {
                vm.assertTrue(all[k].code.length != 0, "there is a contract");
                if (k != 4) vm.assertEq(IAccessManaged(all[k]).authority(), dao.authority, "one authority");
            }
        }
    }

    function test_Found_SaysSo() external {
        Founding memory f = founding();
        uint256 nonce = vm.getNonce(address(factory));
        Dao memory next = planned(
            f,
            vm.computeCreateAddress(address(factory), nonce),
            vm.computeCreateAddress(address(factory), nonce + 1)
        );
        vm.expectEmit();
        emit IDaoFactory.CoreFounded(next.members);
        vm.expectEmit();
        emit IDaoFactory.DaoFounded(
            next.members, next.offers, next.releases, next.contributions, next.authority
        );
        vm.prank(stranger);
        Dao memory made = factory.found(f);
        vm.assertEq(abi.encode(made), abi.encode(next), "and returns the same");
    }

    function testFuzz_Found_IsReadBack(Founding memory f) external {
        vm.assume(f.charter != 0);
        f.contributorsFloorBps = uint16(bound(f.contributorsFloorBps, 0, 10_000));
        f.reviewersBps = uint16(bound(f.reviewersBps, 0, 10_000 - f.contributorsFloorBps));
        f.treasuryBps = uint16(bound(f.treasuryBps, 0, 10_000 - f.contributorsFloorBps - f.reviewersBps));
        f.coin = address(coin);
        f.admin = address(this);
        f.holders = founding().holders;
        use(factory.found(f));

        vm.assertEq(membership.charter(), f.charter, "charter");
        vm.assertEq(offers.coin(), f.coin, "coin");
        vm.assertEq(offers.treasury(), f.treasury, "treasury");
        vm.assertEq(offers.contributorsFloorBps(), f.contributorsFloorBps, "floor");
        vm.assertEq(offers.holdbackPeriod(), f.holdbackPeriod, "holdback");
        (uint16 forContributors, uint16 forReviewers, uint16 forTreasury) = offers.split();
        vm.assertEq(forReviewers, f.reviewersBps, "reviewers' share");
        vm.assertEq(forTreasury, f.treasuryBps, "treasury's share");
        vm.assertEq(forContributors, 10_000 - f.reviewersBps - f.treasuryBps, "contributors' share");
        vm.assertGe(forContributors, f.contributorsFloorBps, "not below the floor");
        vm.assertEq(deposits.lockAmount(), f.lockAmount, "lock");
        vm.assertEq(deposits.freeContributions(), f.freeContributions, "free contributions");
        vm.assertEq(deposits.lockPeriod(), f.lockPeriod, "lock period");
        vm.assertEq(IArguments(dao.contributions).coin(), f.coin, "deposits' coin");
        vm.assertEq(IArguments(dao.releases).coin(), f.coin, "bonds' coin");
        vm.assertEq(IArguments(dao.releases).bondBps(), f.bondBps, "bond's share");
        vm.assertEq(IArguments(dao.releases).minBond(), f.minBond, "least bond");
        vm.assertEq(releases.questionStake(), f.questionStake, "question's stake");
        vm.assertEq(IArguments(dao.releases).minInterval(), f.minInterval, "least interval");
        vm.assertEq(releases.challengeWindow(), f.challengeWindow, "window");
    }

    function refuse(Founding memory f, bytes memory why) private {
        vm.expectRevert(why);
        factory.found(f);
        vm.expectRevert(why);
        factory.foundCore(f);
    }

    function test_RevertWhen_ThereIsNoCoin() external {
        Founding memory f = founding();
        f.coin = stranger;
        bytes memory why = abi.encodeWithSelector(IDaoFactory.DaoFactoryNoCoin.selector, stranger);
        vm.expectRevert(why);
        factory.found(f);
        // People may permit before there is a coin.
        Dao memory begun = core(f);
        vm.expectRevert(why);
        factory.complete(f, begun.members, begun.offers);
    }

    function test_RevertWhen_ThereIsNoAdmin() external {
        Founding memory f = founding();
        f.admin = address(0);
        refuse(f, abi.encodeWithSelector(IDaoFactory.DaoFactoryNoAdmin.selector));
    }

    function test_RevertWhen_ThereIsNoCharter() external {
        Founding memory f = founding();
        f.charter = 0;
        refuse(f, abi.encodeWithSelector(IDaoFactory.DaoFactoryNoCharter.selector));
    }

    /// @dev Nobody can be given the public's role, so that a core begun with it could never be completed; and the admin
    /// is who the founding says it is.
    function testFuzz_RevertWhen_ARoleIsNotInTheTable(uint64 role, uint256 holder) external {
        if (role >= 1 && role <= 5) role = role % 2 == 0 ? 0 : type(uint64).max;
        Founding memory f = founding();
        f.holders[holder % f.holders.length].role = role;
        refuse(f, abi.encodeWithSelector(IDaoFactory.DaoFactoryUnknownRole.selector, role));
    }

    function testFuzz_RevertWhen_TheSplitIsInvalid(uint16 floor, uint16 reviewers, uint16 forTreasury)
        external
    {
        Founding memory f = founding();
        (f.contributorsFloorBps, f.reviewersBps, f.treasuryBps) = (floor, reviewers, forTreasury);
        uint256 others = uint256(reviewers) + forTreasury;
        vm.assume(others + floor > 10_000);
        uint256 rest = others > 10_000 ? 0 : 10_000 - others;
        refuse(f, abi.encodeWithSelector(IDaoFactory.DaoFactoryInvalidSplit.selector, rest, floor));
    }

    function test_Core_PeopleCanJoinPermitAndLeave() external {
        Dao memory begun = core(founding());
        use(begun);
        vm.prank(ada);
        membership.join(CHARTER);
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.assertTrue(membership.isMember(ada) && consents.isLive(id), "it works");
        withdraw(ada, inner);
        vm.assertFalse(consents.isLive(id), "and a withdrawal does");
        vm.assertEq(offers.treasury(), address(0), "there is no treasury yet");
        address[2] memory callers = [address(this), operator];
        for (uint256 i; i < callers.length; ++i) {
            bytes memory refused =
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]);
            vm.startPrank(callers[i]);
            vm.expectRevert(refused);
            membership.setCharter("next");
            vm.expectRevert(refused);
            offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
            vm.stopPrank();
        }
    }

    function test_Complete_IsTheSameAsFound() external {
        for (uint256 i; i < 2; ++i) {
            Founding memory f = founding();
            f.ownCode = i == 1;
            // The same factory, twice at the same nonces.
            IDaoFactory first = newFactory();
            IDaoFactory second = newFactory();
            Dao memory whole = first.found(f);
            (address members, address offers_) = second.foundCore(f);
            vm.prank(stranger);
            Dao memory made = second.complete(f, members, offers_);
            vm.assertEq(made.members, members, "where it was begun");
            vm.assertEq(made.offers, offers_, "where it was begun");
            use(made);
            vm.assertEq(offers.releases(), made.releases, "where it was expected");
            vm.assertEq(IAccessManaged(members).authority(), made.authority, "where it was expected");
            vm.assertEq(made.members.code.length, whole.members.code.length, "as long");
            vm.assertEq(made.releases.code.length, whole.releases.code.length, "as long");
            vm.assertEq(made.contributions.code.length, whole.contributions.code.length, "as long");
            vm.prank(operator);
            offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
            (bool isAdmin,) = manager.hasRole(0, address(this));
            vm.assertTrue(isAdmin, "with the same roles");
        }
    }

    function refuseCore(Founding memory f, address members, address offers_) private {
        vm.expectRevert(abi.encodeWithSelector(IDaoFactory.DaoFactoryUnknownCore.selector, members));
        factory.complete(f, members, offers_);
    }

    function test_RevertWhen_CompletedWithAnythingElse() external {
        Founding memory f = founding();
        Dao memory begun = core(f);
        for (uint256 field; field < 17; ++field) {
            f = founding();
            if (field == 0) f.coin = address(factory);
            if (field == 1) f.treasury = stranger;
            if (field == 2) f.charter = "another";
            if (field == 3) --f.contributorsFloorBps;
            if (field == 4) ++f.reviewersBps;
            if (field == 5) ++f.treasuryBps;
            if (field == 6) ++f.holdbackPeriod;
            if (field == 7) ++f.minBond;
            if (field == 8) ++f.bondBps;
            if (field == 9) ++f.questionStake;
            if (field == 10) ++f.minInterval;
            if (field == 11) ++f.challengeWindow;
            if (field == 12) ++f.lockAmount;
            if (field == 13) ++f.freeContributions;
            if (field == 14) ++f.lockPeriod;
            if (field == 15) f.ownCode = true;
            if (field == 16) f.admin = stranger;
            refuseCore(f, begun.members, begun.offers);
        }
    }

    function test_RevertWhen_CompletedWithOtherHolders() external {
        Founding memory f = founding();
        Dao memory begun = core(f);
        f.holders[0].account = stranger;
        refuseCore(f, begun.members, begun.offers);
        f = founding();
        f.holders[0].role = 2;
        refuseCore(f, begun.members, begun.offers);
        f.holders = new Holder[](0);
        refuseCore(f, begun.members, begun.offers);
        factory.complete(founding(), begun.members, begun.offers);
    }

    function test_RevertWhen_CompletedWithAnotherCore() external {
        Founding memory f = founding();
        Dao memory a = core(f);
        Dao memory b = core(f);
        refuseCore(f, a.members, b.offers);
        refuseCore(f, b.members, a.offers);
        refuseCore(f, a.offers, a.members);
        refuseCore(f, stranger, a.offers);
        refuseCore(f, a.members, stranger);
        factory.complete(f, b.members, b.offers);
        factory.complete(f, a.members, a.offers);
    }

    function test_RevertWhen_TheCoreOnlyClaimsTheAuthority() external {
        Founding memory f = founding();
        ClaimsAuthority fake = new ClaimsAuthority();
        fake.claim(plannedAuthority(f, address(fake), address(fake)));
        refuseCore(f, address(fake), address(fake));
        Dao memory begun = core(f);
        fake.claim(plannedAuthority(f, address(fake), begun.offers));
        refuseCore(f, address(fake), begun.offers);
    }

    function test_RevertWhen_OnlyHalfOfTheCoreIsWhatItShouldBe() external {
        // Members as the factory would make it, but which names offers of somebody's own.
        Founding memory f = founding();
        address own = address(new ClaimsAuthority());
        uint256 nonce = vm.getNonce(address(this));
        address members = vm.computeCreateAddress(address(this), nonce);
        ClaimsAuthority(own).claim(plannedAuthority(f, members, own));
        bytes memory args = abi.encodePacked(own, f.charter);
        vm.assertEq(make(cloneOf(code().membersCode(), args)), members, "made by hand");
        refuseCore(f, members, own);
    }

    function test_RevertWhen_ACoreMadeByHandHasAnInvalidSplit() external {
        Founding memory f = founding();
        f.reviewersBps = 9000;
        Dao memory begun;
        uint256 nonce = vm.getNonce(address(this));
        begun.members = vm.computeCreateAddress(address(this), nonce);
        begun.offers = vm.computeCreateAddress(address(this), nonce + 1);
        make(cloneOf(code().membersCode(), abi.encodePacked(begun.offers, f.charter)));
        make(cloneOf(code().offersCode(), offersArgs(f, planned(f, begun.members, begun.offers))));
        vm.expectRevert(abi.encodeWithSelector(IDaoFactory.DaoFactoryInvalidSplit.selector, 0, 6000));
        factory.complete(f, begun.members, begun.offers);
    }

    function test_RevertWhen_CompletedTwice() external {
        Founding memory f = founding();
        Dao memory begun = core(f);
        factory.complete(f, begun.members, begun.offers);
        vm.expectRevert();
        factory.complete(f, begun.members, begun.offers);
        vm.expectRevert();
        factory.complete(f, dao.members, dao.offers);
    }

    /// @dev Whatever was made before: the factory knows its nonce, and each core names the right two.
    function test_FoundCore_BeyondEveryLengthOfTheNonce() external {
        Founding memory f = founding();
        for (uint256 i; i < 140; ++i) {
            uint256 nonce = vm.getNonce(address(factory));
            Dao memory begun = core(f);
            vm.assertEq(begun.members, vm.computeCreateAddress(address(factory), nonce), "members");
            vm.assertEq(begun.offers, vm.computeCreateAddress(address(factory), nonce + 1), "offers");
            vm.assertEq(IArguments(begun.members).offers(), begun.offers, "named");
            vm.assertEq(IArguments(begun.offers).members(), begun.members, "named");
            if (i % 10 == 0) factory.complete(f, begun.members, begun.offers);
        }
        vm.assertGe(vm.getNonce(address(factory)), 0x101, "past two lengths");
    }
}
