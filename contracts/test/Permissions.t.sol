// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { DaoFixture } from "./base/DaoFixture.sol";

/// @notice Calls every function of roles.json as a stranger. That the table names every function that changes
/// state is checked against the generated ABIs in the SDK.
contract PermissionsTest is DaoFixture {
    function refusal(string memory table, string memory list, uint256 i) private returns (bytes memory) {
        // Zeros decode as any arguments, empty lists included.
        bytes memory data = abi.encodePacked(selectorIn(table, list, i), new bytes(1024));
        address target = addressOf(vm.parseJsonString(table, row(list, i, ".contract")));
        vm.prank(stranger);
        (bool ok, bytes memory result) = target.call(data);
        return ok ? bytes("") : result;
    }

    function test_RevertWhen_AStrangerCallsWhatIsRestricted() external {
        string memory table = vm.readFile("roles.json");
        bytes memory unauthorized =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        string[2] memory lists = ["restricted", "authority"];
        for (uint256 l; l < lists.length; ++l) {
            for (uint256 i; vm.keyExistsJson(table, row(lists[l], i, "")); ++i) {
                string memory name = vm.parseJsonString(table, row(lists[l], i, ".function"));
                vm.assertEq(refusal(table, lists[l], i), unauthorized, name);
            }
        }
    }

    function test_NoRoleIsAskedOfWhatIsOpen() external {
        string memory table = vm.readFile("roles.json");
        uint256 i;
        for (; vm.keyExistsJson(table, row("open", i, "")); ++i) {
            bytes4 why = bytes4(refusal(table, "open", i));
            string memory name = vm.parseJsonString(table, row("open", i, ".function"));
            vm.assertTrue(why != IAccessManaged.AccessManagedUnauthorized.selector, name);
        }
        vm.assertGe(i, 30, "the list was read");
    }

    function test_RolesDoNotOverlap() external {
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        offers.assertRelease(1, 1, 0, 0, 0, 0, 0);
        vm.prank(releaser);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, releaser));
        offers.closeOffer(1);
    }
}
