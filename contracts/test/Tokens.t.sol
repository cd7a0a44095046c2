// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC721Metadata } from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import { ERC721 } from "solady/tokens/ERC721.sol";

import { DaoFixture } from "./base/DaoFixture.sol";

/// @notice What wallets read of the DAO's tokens.
contract TokensTest is DaoFixture {
    function unknown(address token, bytes memory call) private view {
        (bool answered, bytes memory said) = token.staticcall(call);
        vm.assertFalse(answered, "no such token");
        vm.assertEq(said, abi.encodeWithSelector(ERC721.TokenDoesNotExist.selector), "and it says so");
    }

    function test_Membership() external {
        vm.prank(ada);
        membership.join(CHARTER);
        uint256 token = uint160(ada);
        IERC721Metadata read = IERC721Metadata(dao.members);
        vm.assertEq(bytes(read.name()), bytes("Usufruct Membership"), "name");
        vm.assertEq(bytes(read.symbol()), bytes("MEMBER"), "symbol");
        vm.assertEq(bytes(read.tokenURI(token)), "", "nothing to fetch");
        vm.assertTrue(membership.locked(token), "not to be passed on");
        unknown(dao.members, abi.encodeCall(read.tokenURI, (token + 1)));
        unknown(dao.members, abi.encodeCall(membership.locked, (token + 1)));
    }

    function test_License() external {
        uint64 offer = createOffer();
        (bytes32 id,) = grant(ada, "a");
        enroll(offer, 1, one(leafOf(id, 1)));
        uint256 license = buy(offer, 1);
        IERC721Metadata read = IERC721Metadata(dao.offers);
        vm.assertEq(bytes(read.name()), bytes("Usufruct License"), "name");
        vm.assertEq(bytes(read.symbol()), bytes("LICENSE"), "symbol");
        vm.assertEq(bytes(read.tokenURI(license)), "", "nothing to fetch");
        unknown(dao.offers, abi.encodeCall(read.tokenURI, (license + 1)));
    }
}
