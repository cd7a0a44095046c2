// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IMembership } from "../src/interfaces/IMembership.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

contract MembershipTest is DaoFixture {
    bytes32 private constant JOIN = keccak256("Join(address account,bytes32 charter,uint256 deadline)");

    function joinHash(address account, uint256 deadline) private pure returns (bytes32) {
        return keccak256(abi.encode(JOIN, account, CHARTER, deadline));
    }

    function test_Join() external {
        vm.expectEmit();
        emit IMembership.MemberJoined(ada, CHARTER, uint40(START));
        vm.prank(ada);
        membership.join(CHARTER);
        vm.assertTrue(membership.isMember(ada), "a member");
        vm.assertEq(membership.ownerOf(uint160(ada)), ada, "the token's id is the address");
        vm.assertTrue(membership.locked(uint160(ada)), "locked");
    }

    function test_RevertWhen_JoiningTwice() external {
        vm.startPrank(ada);
        membership.join(CHARTER);
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipAlreadyMember.selector, ada));
        membership.join(CHARTER);
    }

    function test_RevertWhen_CharterIsNotTheCurrentOne() external {
        vm.expectRevert(
            abi.encodeWithSelector(IMembership.MembershipUnknownCharter.selector, bytes32("other"), CHARTER)
        );
        membership.join("other");
    }

    function test_JoinBySig() external {
        bytes memory signature = sign(ADA_KEY, address(membership), joinHash(ada, START + 1));
        vm.prank(stranger);
        membership.joinBySig(ada, CHARTER, START + 1, signature);
        vm.assertTrue(membership.isMember(ada), "relayed");
    }

    function test_JoinBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        bytes memory signature = sign(ADA_KEY, address(membership), joinHash(wallet, START + 1));
        membership.joinBySig(wallet, CHARTER, START + 1, signature);
        vm.assertTrue(membership.isMember(wallet), "by ERC-1271");
    }

    function test_RevertWhen_SignatureIsReplayedAfterLeaving() external {
        bytes memory signature = sign(ADA_KEY, address(membership), joinHash(ada, START + 1));
        membership.joinBySig(ada, CHARTER, START + 1, signature);
        vm.prank(ada);
        membership.leave();
        vm.expectRevert(
            abi.encodeWithSelector(IMembership.MembershipSignatureUsed.selector, ada, START + 1, START + 1)
        );
        membership.joinBySig(ada, CHARTER, START + 1, signature);

        signature = sign(ADA_KEY, address(membership), joinHash(ada, START + 2));
        membership.joinBySig(ada, CHARTER, START + 2, signature);
        vm.assertTrue(membership.isMember(ada), "a later deadline was signed");
    }

    function test_RevertWhen_SignatureExpired() external {
        bytes memory signature = sign(ADA_KEY, address(membership), joinHash(ada, START - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IMembership.MembershipSignatureExpired.selector, START - 1, START)
        );
        membership.joinBySig(ada, CHARTER, START - 1, signature);
    }

    function test_RevertWhen_SignerIsAnother() external {
        bytes memory signature = sign(BEN_KEY, address(membership), joinHash(ada, START + 1));
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipInvalidSignature.selector, ada));
        membership.joinBySig(ada, CHARTER, START + 1, signature);
    }

    function test_RevertWhen_DomainIsForeign() external {
        bytes32 hash = joinHash(ada, START + 1);
        bytes memory error_ = abi.encodeWithSelector(IMembership.MembershipInvalidSignature.selector, ada);
        bytes memory otherContract = sign(ADA_KEY, address(consents), hash);
        vm.expectRevert(error_);
        membership.joinBySig(ada, CHARTER, START + 1, otherContract);
        bytes memory otherChain = signFor(ADA_KEY, block.chainid + 1, address(membership), hash);
        vm.expectRevert(error_);
        membership.joinBySig(ada, CHARTER, START + 1, otherChain);
    }

    function test_Leave() external {
        vm.startPrank(ada);
        membership.join(CHARTER);
        vm.expectEmit();
        emit IMembership.MemberLeft(ada, uint40(START));
        membership.leave();
        vm.assertFalse(membership.isMember(ada), "left");
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipNotMember.selector, ada));
        membership.leave();
    }

    function test_RevertWhen_Transferred() external {
        vm.startPrank(ada);
        membership.join(CHARTER);
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipNotTransferable.selector, uint160(ada)));
        membership.transferFrom(ada, ben, uint160(ada));
    }

    function test_SetCharter() external {
        membership.setCharter("next");
        vm.assertEq(membership.charter(), "next", "replaced");
        vm.prank(ada);
        membership.join("next");
    }

    function test_SupportsInterfaces() external view {
        vm.assertTrue(membership.supportsInterface(0xb45a3c0e), "ERC-5192");
        vm.assertTrue(membership.supportsInterface(0x80ac58cd), "ERC-721");
    }
}
