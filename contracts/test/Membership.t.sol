// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC5267 } from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IMembership } from "../src/interfaces/IMembership.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

interface IToken {
    function approve(address to, uint256 tokenId) external;
    function safeTransferFrom(address from, address to, uint256 tokenId) external;
    function name() external view returns (string memory);
    function symbol() external view returns (string memory);
    function tokenURI(uint256 tokenId) external view returns (string memory);
    function balanceOf(address owner) external view returns (uint256);
    function ownerOf(uint256 tokenId) external view returns (address);
    function supportsInterface(bytes4 interfaceId) external view returns (bool);
    function transferFrom(address from, address to, uint256 tokenId) external;
}

// join, joinBySig
// ├── when the charter is not the current one: reverts
// ├── when the account is a member: reverts
// ├── when signed
// │   ├── when the deadline has passed: reverts
// │   ├── when the deadline is not later than the last one: reverts, after leaving too
// │   ├── when the deadline has more than 96 bits: reverts
// │   └── when the account did not sign, here and by its key or ERC-1271: reverts
// └── otherwise: a token that cannot be moved, whose id is the account
// leave
// ├── when the caller is no member: reverts
// └── otherwise: the token goes; joining again is possible
// setCharter
// ├── when the caller is not the admin: reverts
// ├── when it is zero: reverts
// └── otherwise: whoever joins from now on joins under it
// setAuthority
// └── for anybody: reverts
contract MembershipTest is MemberActs {
    IToken private token;

    function setUp() public override {
        super.setUp();
        token = IToken(dao.members);
    }

    function test_Join() external {
        vm.expectEmit();
        emit IMembership.MemberJoined(ada, CHARTER, uint40(START));
        vm.prank(ada);
        membership.join(CHARTER);
        vm.assertTrue(membership.isMember(ada), "a member");
        vm.assertEq(token.ownerOf(uint160(ada)), ada, "the token's id is the address");
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
        bytes memory otherContract = sign(ADA_KEY, address(contributions), hash);
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
        token.transferFrom(ada, ben, uint160(ada));
    }

    function test_Leave_AndJoinAgain() external {
        vm.startPrank(ada);
        membership.join(CHARTER);
        membership.leave();
        membership.join(CHARTER);
        vm.assertEq(token.balanceOf(ada), 1, "one membership");
    }

    function test_Leave_TouchesNoConsent() external {
        (bytes32 id,) = grant(ada, "salt");
        vm.startPrank(ada);
        membership.join(CHARTER);
        membership.leave();
        vm.assertTrue(consents.isLive(id), "withdrawn separately");
    }

    function test_RevertWhen_TransferredByAnApprovedAccount() external {
        vm.startPrank(ada);
        membership.join(CHARTER);
        token.approve(ben, uint160(ada));
        vm.stopPrank();
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipNotTransferable.selector, uint160(ada)));
        token.safeTransferFrom(ada, ben, uint160(ada));
    }

    function test_RevertWhen_NobodySigned() external {
        bytes memory nothing = new bytes(65);
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipInvalidSignature.selector, address(0)));
        membership.joinBySig(address(0), CHARTER, START, nothing);
        address last = address(type(uint160).max);
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipInvalidSignature.selector, last));
        membership.joinBySig(last, CHARTER, START, nothing);
    }

    function testFuzz_JoinBySig_KeepsTheDeadline(uint256 deadline) external {
        deadline = bound(deadline, START, type(uint96).max);
        bytes memory signature = sign(ADA_KEY, dao.members, joinHash(ada, deadline));
        membership.joinBySig(ada, CHARTER, deadline, signature);
        vm.prank(ada);
        membership.leave();
        vm.expectRevert(
            abi.encodeWithSelector(IMembership.MembershipSignatureUsed.selector, ada, deadline, deadline)
        );
        membership.joinBySig(ada, CHARTER, deadline, signature);
    }

    function testFuzz_RevertWhen_DeadlineHasTooManyBits(uint256 deadline) external {
        deadline = bound(deadline, uint256(type(uint96).max) + 1, type(uint256).max);
        bytes memory signature = sign(ADA_KEY, dao.members, joinHash(ada, deadline));
        vm.expectRevert();
        membership.joinBySig(ada, CHARTER, deadline, signature);
    }

    function test_Charter_IsTheFoundingOneUntilReplaced() external {
        vm.assertEq(membership.charter(), CHARTER, "founded on");
        vm.expectEmit();
        emit IMembership.CharterChanged("next", uint40(START));
        membership.setCharter("next");
        vm.assertEq(membership.charter(), "next", "replaced");
        vm.expectRevert(
            abi.encodeWithSelector(IMembership.MembershipUnknownCharter.selector, CHARTER, bytes32("next"))
        );
        vm.prank(ada);
        membership.join(CHARTER);
        vm.prank(ada);
        membership.join("next");
        membership.setCharter(CHARTER);
        vm.assertEq(membership.charter(), CHARTER, "and back, by its name");
    }

    function test_RevertWhen_CharterIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(IMembership.MembershipNoCharter.selector));
        membership.setCharter(0);
    }

    function test_RevertWhen_CharterIsSetByAnother() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        vm.prank(operator);
        membership.setCharter("next");
    }

    function test_RevertWhen_AnyoneSetsTheAuthority() external {
        address[4] memory callers = [address(this), operator, dao.authority, address(factory)];
        address[4] memory targets = [dao.members, dao.contributions, dao.offers, dao.releases];
        for (uint256 i; i < callers.length; ++i) {
            for (uint256 t; t < targets.length; ++t) {
                vm.prank(callers[i]);
                vm.expectRevert(
                    abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i])
                );
                IAccessManaged(targets[t]).setAuthority(address(this));
                vm.assertEq(IAccessManaged(targets[t]).authority(), dao.authority, "fixed at founding");
            }
        }
    }

    function test_RevertWhen_TheAdminMovesATargetToAnotherManager() external {
        vm.expectRevert();
        manager.updateAuthority(dao.members, address(this));
        vm.assertEq(IAccessManaged(dao.members).authority(), dao.authority, "fixed at founding");
    }

    function test_SupportsInterfaces() external view {
        vm.assertTrue(token.supportsInterface(0xb45a3c0e), "ERC-5192");
        vm.assertTrue(token.supportsInterface(0x80ac58cd), "ERC-721");
        vm.assertTrue(token.supportsInterface(0x01ffc9a7), "ERC-165");
        vm.assertFalse(token.supportsInterface(0xffffffff), "nothing");
    }

    function test_Domain_IsThatOfTheDao() external view {
        address[3] memory takers = [dao.members, dao.contributions, dao.offers];
        for (uint256 i; i < takers.length; ++i) {
            (bytes1 fields, string memory name, string memory version, uint256 chain, address verifier,,) =
                IERC5267(takers[i]).eip712Domain();
            vm.assertEq(uint8(fields), 0x0f, "name, version, chain, contract");
            vm.assertEq(bytes(name), "Usufruct", "name");
            vm.assertEq(bytes(version), "1", "version");
            vm.assertEq(chain, block.chainid, "chain");
            vm.assertEq(verifier, takers[i], "contract");
        }
    }

    function test_Token_SaysWhatItIs() external {
        vm.prank(ada);
        membership.join(CHARTER);
        vm.assertEq(bytes(token.name()), "Usufruct Membership", "name");
        vm.assertEq(bytes(token.symbol()), "MEMBER", "symbol");
        vm.assertEq(bytes(token.tokenURI(uint160(ada))), "", "says nothing about anybody");
        vm.expectRevert();
        token.tokenURI(uint160(ben));
        vm.expectRevert();
        membership.locked(uint160(ben));
    }
}
