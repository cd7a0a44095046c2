// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { IContributions } from "../src/interfaces/IContributions.sol";
import { IMembership } from "../src/interfaces/IMembership.sol";
import { AnchoredConsent, SignedConsent } from "../src/types/Consent.sol";
import { SignedContribution } from "../src/types/Contribution.sol";
import { Dao } from "../src/types/Founding.sol";
import { MemberActs } from "./base/MemberActs.sol";

// Whatever was signed counts
// ├── in another DAO of the same factory: never
// ├── on another chain: never
// ├── after its deadline: never; withdrawals and pauses have none
// └── twice: never; withdrawals and pauses do nothing the second time
contract ReplaysTest is MemberActs {
    SignedConsent private grantOfAda;
    SignedContribution private registrationOfAda;
    bytes private longGrant;
    bytes private joining;
    bytes private withdrawal;
    bytes private pausing;
    bytes private registration;
    bytes32[] private inners;
    bytes32 private id;
    uint40 private constant DEADLINE = uint40(START + 1 days);

    function setUp() public override {
        super.setUp();
        grantOfAda = signConsent(ADA_KEY, bitsOf(DATASET, 1, DEADLINE, FAR, PURPOSES));
        longGrant = sign(ADA_KEY, dao.members, grantMessage(ada, grantOfAda.bits));
        inners.push(innerOf(grantOfAda.bits));
        id = idOf(ada, inners[0]);
        joining = sign(ADA_KEY, dao.members, joinHash(ada, DEADLINE));
        withdrawal = sign(ADA_KEY, dao.members, withdrawHash(ada, inners));
        pausing = sign(ADA_KEY, dao.members, pauseHash(ada, inners));
        registration = sign(ADA_KEY, dao.contributions, registerHash(ada, "c", DEADLINE));
        registrationOfAda = signRegistration(ADA_KEY, "c", DEADLINE);
    }

    function grantBySig() private {
        consents.recordBySig(grantOfAda);
    }

    function grantMany() private {
        SignedConsent[] memory many = new SignedConsent[](1);
        many[0] = grantOfAda;
        consents.recordManyBySig(many);
    }

    function refuseGrants(bytes memory why) private {
        vm.expectRevert(why);
        grantBySig();
        vm.expectRevert(why);
        grantMany();
        vm.expectRevert(why);
        consents.recordBySignature(ada, TERMS, grantOfAda.bits, longGrant);
    }

    /// @dev Nothing that was signed for the first DAO on the first chain counts in the one that is used now.
    function refuseAll() private {
        bytes memory why = abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada);
        refuseGrants(why);
        vm.expectRevert(why);
        consents.withdrawBySig(ada, DATASET, inners, withdrawal);
        vm.expectRevert(why);
        consents.pauseBySig(ada, DATASET, inners, pausing);
        vm.assertFalse(consents.isKnown(id), "nothing is known of it");
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipInvalidSignature.selector, ada));
        membership.joinBySig(ada, CHARTER, DEADLINE, joining);
        why = abi.encodeWithSelector(IContributions.ContributionsInvalidSignature.selector, ada);
        vm.expectRevert(why);
        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, registration);

        AnchoredConsent memory anchored = anchor(grantOfAda);
        vm.assertFalse(
            consents.isAnchoredEligible(anchored, DATASET, PURPOSES, uint40(START), FAR), "nor anchored"
        );
        bytes32 root = treeLeaf(registrationOfAda);
        contributions.anchorContributions(root, "file");
        vm.expectRevert(why);
        contributions.admit(registrationOfAda, root, new bytes32[](0));
    }

    function test_Replay_InAnotherDaoOfTheSameFactory() external {
        Dao memory first = dao;
        use(factory.found(founding()));
        vm.assertTrue(dao.members != first.members && dao.contributions != first.contributions, "another");
        refuseAll();
        use(first);
        acceptAll();
    }

    function test_Replay_OnAnotherChain() external {
        vm.chainId(block.chainid + 1);
        refuseAll();
    }

    function testFuzz_Replay_OnAnotherChain(uint64 chain) external {
        vm.assume(chain != 0 && chain != block.chainid);
        vm.chainId(chain);
        refuseGrants(abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada));
    }

    /// @dev As they were meant, to show that the refusals are not due to anything else.
    function acceptAll() private {
        grantBySig();
        consents.pauseBySig(ada, DATASET, inners, pausing);
        consents.withdrawBySig(ada, DATASET, inners, withdrawal);
        membership.joinBySig(ada, CHARTER, DEADLINE, joining);
        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, registration);
    }

    function test_Replay_AfterTheDeadline() external {
        vm.warp(DEADLINE + 1);
        refuseGrants(
            abi.encodeWithSelector(IConsents.ConsentsSignatureExpired.selector, DEADLINE, DEADLINE + 1)
        );
        vm.expectRevert(
            abi.encodeWithSelector(IMembership.MembershipSignatureExpired.selector, DEADLINE, DEADLINE + 1)
        );
        membership.joinBySig(ada, CHARTER, DEADLINE, joining);
        bytes memory late = abi.encodeWithSelector(
            IContributions.ContributionsSignatureExpired.selector, DEADLINE, DEADLINE + 1
        );
        vm.expectRevert(late);
        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, registration);

        vm.assertFalse(
            consents.isAnchoredEligible(anchor(grantOfAda), DATASET, PURPOSES, DEADLINE + 1, FAR),
            "anchored too late"
        );
        bytes32 root = treeLeaf(registrationOfAda);
        contributions.anchorContributions(root, "file");
        vm.expectRevert(late);
        contributions.admit(registrationOfAda, root, new bytes32[](0));
    }

    function test_Replay_InTheLastSecond() external {
        vm.warp(DEADLINE);
        acceptAll();
    }

    function test_Replay_Twice() external {
        grantBySig();
        refuseGrants(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        membership.joinBySig(ada, CHARTER, DEADLINE, joining);
        bytes memory usedJoin =
            abi.encodeWithSelector(IMembership.MembershipSignatureUsed.selector, ada, DEADLINE, DEADLINE);
        vm.expectRevert(usedJoin);
        membership.joinBySig(ada, CHARTER, DEADLINE, joining);
        vm.prank(ada);
        membership.leave();
        vm.expectRevert(usedJoin);
        membership.joinBySig(ada, CHARTER, DEADLINE, joining);

        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, registration);
        bytes memory usedId =
            abi.encodeWithSelector(IContributions.ContributionsIdUsed.selector, idOf(ada, "c"));
        vm.expectRevert(usedId);
        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, registration);
        vm.prank(ada);
        contributions.retract(idOf(ada, "c"));
        vm.expectRevert(usedId);
        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, registration);
    }

    function test_Replay_OfPausesAndWithdrawalsDoesNothing() external {
        grantBySig();
        consents.pauseBySig(ada, DATASET, inners, pausing);
        vm.warp(START + 400 days);
        consents.pauseBySig(ada, DATASET, inners, pausing);
        assertRecord(id, PURPOSES, START, FAR, 0, START);
        consents.withdrawBySig(ada, DATASET, inners, withdrawal);
        vm.warp(START + 800 days);
        consents.withdrawBySig(ada, DATASET, inners, withdrawal);
        consents.pauseBySig(ada, DATASET, inners, pausing);
        assertRecord(id, PURPOSES, START, FAR, START + 400 days, START);
        refuseGrants(
            abi.encodeWithSelector(IConsents.ConsentsSignatureExpired.selector, DEADLINE, START + 800 days)
        );
    }

    function test_Replay_OfPausesAndWithdrawalsReachesNoNewConsent() external {
        grantBySig();
        consents.pauseBySig(ada, DATASET, inners, pausing);
        consents.withdrawBySig(ada, DATASET, inners, withdrawal);
        (bytes32 next,) = grant(ada, "another salt");
        consents.pauseBySig(ada, DATASET, inners, pausing);
        consents.withdrawBySig(ada, DATASET, inners, withdrawal);
        vm.assertTrue(consents.isLive(next), "they name ids");
    }

    function test_Replay_ASignatureForOneContractSaysNothingToAnother() external {
        bytes memory forMembers = sign(ADA_KEY, dao.members, registerHash(ada, "c", DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsInvalidSignature.selector, ada));
        contributions.registerBySig(ada, DATASET, "consent", "c", DEADLINE, forMembers);
    }
}
