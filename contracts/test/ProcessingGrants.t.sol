// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IProcessingGrants } from "../src/interfaces/IProcessingGrants.sol";
import { SignedProcessingGrant, Status } from "../src/types/Contribution.sol";
import { Dao } from "../src/types/Founding.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

/// @notice A contract account that tries to grant more when it is asked whether it signed.
contract TalkativeWallet {
    bytes32[] private _commitments;

    constructor() {
        _commitments.push("more");
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        IProcessingGrants(msg.sender).permitProcessing(_commitments, type(uint40).max, "audit", address(this));
        return this.isValidSignature.selector;
    }
}

// permitProcessing, permitProcessingBySig
// ├── for no tasks, or more than 100 bytes of them: reverts
// ├── when a grant has ended: reverts, and none of them is said
// ├── when signed
// │   └── when the account did not sign just this: reverts, and none of them is said
// └── otherwise: said in an event that needs nothing else to be read, and nothing is stored
// What is tried against it
// ├── a grant is forged, or given to another holder, for other tasks, for longer: not signed
// ├── a grant for what somebody else lent: its id is not one that the signer's account can make
// ├── a signature for another DAO, chain or contract: not signed
// ├── a grant is relayed when it is over, to cover a look that nothing permitted: refused
// ├── one signature is relayed again: the same permission is said again
// ├── a contract account says more while it is asked whether it signed: it is only asked to read
// ├── a role closes the contract: grants go on
// └── an operator looks and records nothing: the ledger cannot show that, only that there was no permission; key holders
//     have the signed grant and their own log of what they opened
contract ProcessingGrantsTest is MemberActs {
    string private constant TASKS = "clean,review,value";
    uint40 private constant UNTIL = uint40(START + 100 days);
    address private holder = address(0xb01);
    IProcessingGrants private processing;

    function setUp() public override {
        super.setUp();
        processing = IProcessingGrants(dao.contributions);
    }

    function message(address account, bytes32 commitment, address holder_, string memory tasks, uint256 until)
        private
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256(
                    "ProcessingGrant(address account,bytes32 contribution,address holder,string tasks,uint256 until)"
                ),
                account,
                keccak256(abi.encodePacked(account, commitment)),
                holder_,
                keccak256(bytes(tasks)),
                until
            )
        );
    }

    function signed(uint256 key, bytes32 commitment) private view returns (SignedProcessingGrant memory) {
        address account = vm.addr(key);
        bytes32 hash = message(account, commitment, holder, TASKS, UNTIL);
        return SignedProcessingGrant(account, commitment, UNTIL, sign(key, dao.contributions, hash));
    }

    function only(SignedProcessingGrant memory grant) private pure returns (SignedProcessingGrant[] memory) {
        return both(grant, grant, 1);
    }

    function both(SignedProcessingGrant memory a, SignedProcessingGrant memory b, uint256 length)
        private
        pure
        returns (SignedProcessingGrant[] memory grants)
    {
        grants = new SignedProcessingGrant[](length);
        for (uint256 i; i < length; ++i) {
            grants[i] = i == 0 ? a : b;
        }
    }

    function expectGrant(address account, bytes32 commitment, string memory tasks) private {
        vm.expectEmit();
        emit IProcessingGrants.ProcessingGranted(idOf(account, commitment), account, holder, tasks, UNTIL);
    }

    function refuse(SignedProcessingGrant memory grant, string memory tasks, address holder_) private {
        vm.expectRevert(
            abi.encodeWithSelector(IProcessingGrants.ProcessingInvalidSignature.selector, grant.account)
        );
        processing.permitProcessingBySig(tasks, holder_, only(grant));
    }

    function test_Permit_OneEventForEachContribution() external {
        bytes32[] memory commitments = new bytes32[](2);
        (commitments[0], commitments[1]) = ("a", "b");
        expectGrant(ada, "a", TASKS);
        expectGrant(ada, "b", TASKS);
        vm.prank(ada);
        processing.permitProcessing(commitments, UNTIL, TASKS, holder);
    }

    function test_PermitBySig_ManyAccountsInOneTransaction() external {
        expectGrant(ada, "a", TASKS);
        expectGrant(ben, "b", TASKS);
        vm.prank(stranger);
        processing.permitProcessingBySig(TASKS, holder, both(signed(ADA_KEY, "a"), signed(BEN_KEY, "b"), 2));
    }

    function test_PermitBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        bytes memory signature = sign(ADA_KEY, dao.contributions, message(wallet, "a", holder, TASKS, UNTIL));
        expectGrant(wallet, "a", TASKS);
        processing.permitProcessingBySig(
            TASKS, holder, only(SignedProcessingGrant(wallet, "a", UNTIL, signature))
        );
        refuse(SignedProcessingGrant(wallet, "b", UNTIL, signature), TASKS, holder);
        refuse(SignedProcessingGrant(wallet, "a", UNTIL, "what it does not understand"), TASKS, holder);
    }

    function test_RevertWhen_AContractAccountSaysMoreWhileItIsAsked() external {
        refuse(SignedProcessingGrant(address(new TalkativeWallet()), "a", UNTIL, "any"), TASKS, holder);
    }

    function test_PermitBySig_Again() external {
        SignedProcessingGrant[] memory grants = only(signed(ADA_KEY, "a"));
        processing.permitProcessingBySig(TASKS, holder, grants);
        expectGrant(ada, "a", TASKS);
        processing.permitProcessingBySig(TASKS, holder, grants);
    }

    function test_Permit_StoresNothing() external {
        bytes32[] memory commitments = list("a");
        SignedProcessingGrant[] memory grants = only(signed(BEN_KEY, "b"));
        vm.record();
        vm.prank(ada);
        processing.permitProcessing(commitments, UNTIL, TASKS, holder);
        processing.permitProcessingBySig(TASKS, holder, grants);
        (bytes32[] memory reads, bytes32[] memory writes) = vm.accesses(dao.contributions);
        vm.assertEq(reads.length, 0, "nothing is read");
        vm.assertEq(writes.length, 0, "nothing is written");
        vm.assertEq(uint8(contributions.statusOf(idOf(ada, "a"))), uint8(Status.None), "and none registered");
    }

    function test_RevertWhen_ThereAreNoTasksOrTooMany() external {
        string memory longest = string(new bytes(100));
        string memory tooLong = string(new bytes(101));
        vm.expectRevert(abi.encodeWithSelector(IProcessingGrants.ProcessingInvalidTasks.selector, 0));
        processing.permitProcessing(list("a"), UNTIL, "", holder);
        vm.expectRevert(abi.encodeWithSelector(IProcessingGrants.ProcessingInvalidTasks.selector, 101));
        processing.permitProcessing(list("a"), UNTIL, tooLong, holder);
        vm.expectRevert(abi.encodeWithSelector(IProcessingGrants.ProcessingInvalidTasks.selector, 0));
        processing.permitProcessingBySig("", holder, new SignedProcessingGrant[](0));
        vm.expectRevert(abi.encodeWithSelector(IProcessingGrants.ProcessingInvalidTasks.selector, 101));
        processing.permitProcessingBySig(tooLong, holder, new SignedProcessingGrant[](0));
        expectGrant(ada, "a", longest);
        vm.prank(ada);
        processing.permitProcessing(list("a"), UNTIL, longest, holder);
    }

    function test_RevertWhen_ItHasEnded() external {
        SignedProcessingGrant[] memory grants = only(signed(ADA_KEY, "a"));
        vm.warp(UNTIL);
        bytes memory ended = abi.encodeWithSelector(IProcessingGrants.ProcessingEnded.selector, UNTIL, UNTIL);
        vm.expectRevert(ended);
        processing.permitProcessingBySig(TASKS, holder, grants);
        vm.expectRevert(ended);
        processing.permitProcessing(list("a"), UNTIL, TASKS, holder);

        vm.warp(UNTIL - 1);
        expectGrant(ada, "a", TASKS);
        processing.permitProcessingBySig(TASKS, holder, grants);
        expectGrant(ada, "a", TASKS);
        vm.prank(ada);
        processing.permitProcessing(list("a"), UNTIL, TASKS, holder);
    }

    function test_RevertWhen_ItWasSignedOtherwise() external {
        SignedProcessingGrant memory grant = signed(ADA_KEY, "a");
        refuse(grant, "clean,review,value,audit", holder);
        refuse(grant, TASKS, stranger);
        grant.until = UNTIL + 1;
        refuse(grant, TASKS, holder);
        grant.until = type(uint40).max;
        refuse(grant, TASKS, holder);
        grant = signed(ADA_KEY, "a");
        grant.commitment = "b";
        refuse(grant, TASKS, holder);
        grant = signed(ADA_KEY, "a");
        grant.signature = signed(BEN_KEY, "a").signature;
        refuse(grant, TASKS, holder);
        grant.signature = "";
        refuse(grant, TASKS, holder);
    }

    /// @dev There is no commitment by which an account makes another's id, short of a collision: naming Ada's own gives
    /// Ben another id, and her id is nothing that Ben can sign for.
    function test_RevertWhen_ItIsForWhatAnotherLent() external {
        bytes32 adas = accept(ada, "a");
        SignedProcessingGrant memory grant = signed(BEN_KEY, "a");
        vm.expectEmit();
        emit IProcessingGrants.ProcessingGranted(idOf(ben, "a"), ben, holder, TASKS, UNTIL);
        processing.permitProcessingBySig(TASKS, holder, only(grant));
        vm.assertTrue(idOf(ben, "a") != adas, "not hers");

        grant.account = ada;
        refuse(grant, TASKS, holder);
        bytes32 hash = keccak256(
            abi.encode(
                keccak256(
                    "ProcessingGrant(address account,bytes32 contribution,address holder,string tasks,uint256 until)"
                ),
                ben,
                adas,
                holder,
                keccak256(bytes(TASKS)),
                uint256(UNTIL)
            )
        );
        grant.account = ben;
        grant.signature = sign(BEN_KEY, dao.contributions, hash);
        refuse(grant, TASKS, holder);
    }

    function testFuzz_Permit_NobodySpeaksOfAnothersContribution(address account, bytes32 commitment)
        external
    {
        vm.assume(account != ada);
        bytes32 adas = accept(ada, "a");
        vm.assertTrue(idOf(account, commitment) != adas, "an id is its account's own");
        expectGrant(account, commitment, TASKS);
        vm.prank(account);
        processing.permitProcessing(list(commitment), UNTIL, TASKS, holder);
    }

    function test_RevertWhen_OneOfManyDoesNotCount() external {
        SignedProcessingGrant memory good = signed(ADA_KEY, "a");
        SignedProcessingGrant memory forged = signed(BEN_KEY, "b");
        forged.commitment = "c";
        vm.expectRevert(abi.encodeWithSelector(IProcessingGrants.ProcessingInvalidSignature.selector, ben));
        processing.permitProcessingBySig(TASKS, holder, both(good, forged, 2));
        SignedProcessingGrant memory ended = signed(BEN_KEY, "b");
        ended.until = uint40(START);
        vm.expectRevert(abi.encodeWithSelector(IProcessingGrants.ProcessingEnded.selector, START, START));
        processing.permitProcessingBySig(TASKS, holder, both(good, ended, 2));
    }

    function test_RevertWhen_SignedForAnotherDaoChainOrContract() external {
        SignedProcessingGrant memory grant = signed(ADA_KEY, "a");
        bytes32 hash = message(ada, "a", holder, TASKS, UNTIL);
        SignedProcessingGrant memory forMembers = signed(ADA_KEY, "a");
        forMembers.signature = sign(ADA_KEY, dao.members, hash);
        refuse(forMembers, TASKS, holder);
        SignedProcessingGrant memory elsewhere = signed(ADA_KEY, "a");
        elsewhere.signature = signFor(ADA_KEY, block.chainid + 1, dao.contributions, hash);
        refuse(elsewhere, TASKS, holder);

        Dao memory first = dao;
        use(factory.found(founding()));
        processing = IProcessingGrants(dao.contributions);
        refuse(grant, TASKS, holder);
        processing = IProcessingGrants(first.contributions);
        expectGrant(ada, "a", TASKS);
        processing.permitProcessingBySig(TASKS, holder, only(grant));
    }

    function test_Permit_WhateverTheAdminDoes() external {
        manager.setTargetClosed(dao.contributions, true);
        expectGrant(ada, "a", TASKS);
        processing.permitProcessingBySig(TASKS, holder, only(signed(ADA_KEY, "a")));
    }

    function testFuzz_PermitBySig_AsSigned(
        uint256 key,
        bytes32 commitment,
        address holder_,
        uint8 length,
        uint40 until
    ) external {
        key = bound(key, 1, 1e70);
        until = uint40(bound(until, START + 1, type(uint40).max));
        string memory tasks = string(new bytes(bound(length, 1, 100)));
        address account = vm.addr(key);
        bytes memory signature =
            sign(key, dao.contributions, message(account, commitment, holder_, tasks, until));
        vm.expectEmit();
        emit IProcessingGrants.ProcessingGranted(idOf(account, commitment), account, holder_, tasks, until);
        processing.permitProcessingBySig(
            tasks, holder_, only(SignedProcessingGrant(account, commitment, until, signature))
        );
    }
}
