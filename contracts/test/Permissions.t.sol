// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { DaoFixture } from "./base/DaoFixture.sol";

// roles.json
// ├── restricted: a stranger is refused, and so is every role but the one named; that one is not
// ├── authority: refused to everyone
// ├── open: never asks for a role
// └── together: every function of the four contracts that changes state, once, and no other
contract PermissionsTest is DaoFixture {
    string private table;

    function setUp() public override {
        super.setUp();
        table = vm.readFile("roles.json");
    }

    /// @dev Calls a function with zeros, which decode as any arguments, empty lists included.
    function refusal(string memory list, uint256 i, address caller) private returns (bytes memory) {
        bytes memory data = abi.encodePacked(selectorIn(table, list, i), new bytes(1024));
        address target = addressOf(vm.parseJsonString(table, row(list, i, ".contract")));
        vm.prank(caller);
        (bool ok, bytes memory result) = target.call(data);
        return ok ? bytes("") : result;
    }

    function nameIn(string memory list, uint256 i) private view returns (string memory) {
        return vm.parseJsonString(table, row(list, i, ".function"));
    }

    function unauthorized(address caller) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller);
    }

    function test_RevertWhen_AStrangerCallsWhatIsRestricted() external {
        uint256 i;
        for (; vm.keyExistsJson(table, row("restricted", i, "")); ++i) {
            vm.assertEq(refusal("restricted", i, stranger), unauthorized(stranger), nameIn("restricted", i));
        }
        vm.assertGe(i, 16, "the list was read");
    }

    function test_RevertWhen_AnyoneSetsAnAuthority() external {
        address[4] memory callers = [stranger, operator, address(this), dao.authority];
        uint256 i;
        for (; vm.keyExistsJson(table, row("authority", i, "")); ++i) {
            for (uint256 c; c < callers.length; ++c) {
                vm.assertEq(
                    refusal("authority", i, callers[c]), unauthorized(callers[c]), nameIn("authority", i)
                );
            }
        }
        vm.assertEq(i, 4, "one for each contract");
    }

    function test_RestrictedIsForTheRoleThatIsNamedAndNoOther() external {
        address[6] memory holders = [address(this), operator, releaser, reviewer, arbiter, contributorsVoice];
        for (uint256 i; vm.keyExistsJson(table, row("restricted", i, "")); ++i) {
            string memory role = vm.parseJsonString(table, row("restricted", i, ".role"));
            uint256 id = vm.parseJsonUint(table, string.concat(".roles.", role));
            bytes4 selector = selectorIn(table, "restricted", i);
            address target = addressOf(vm.parseJsonString(table, row("restricted", i, ".contract")));
            vm.assertEq(manager.getTargetFunctionRole(target, selector), id, nameIn("restricted", i));
            for (uint256 h; h < holders.length; ++h) {
                bytes memory why = refusal("restricted", i, holders[h]);
                if (h == id) {
                    vm.assertTrue(
                        keccak256(why) != keccak256(unauthorized(holders[h])), nameIn("restricted", i)
                    );
                } else {
                    vm.assertEq(why, unauthorized(holders[h]), nameIn("restricted", i));
                }
            }
        }
    }

    function test_NoRoleIsAskedOfWhatIsOpen() external {
        uint256 i;
        for (; vm.keyExistsJson(table, row("open", i, "")); ++i) {
            bytes4 why = bytes4(refusal("open", i, stranger));
            vm.assertTrue(why != IAccessManaged.AccessManagedUnauthorized.selector, nameIn("open", i));
        }
        vm.assertGe(i, 58, "the list was read");
    }

    function test_NoManagerReachesWhatIsOpen() external {
        manager.setTargetClosed(dao.members, true);
        manager.setTargetClosed(dao.contributions, true);
        manager.setTargetClosed(dao.offers, true);
        manager.setTargetClosed(dao.releases, true);
        for (uint256 i; vm.keyExistsJson(table, row("open", i, "")); ++i) {
            bytes4 why = bytes4(refusal("open", i, stranger));
            vm.assertTrue(why != IAccessManaged.AccessManagedUnauthorized.selector, nameIn("open", i));
        }
    }

    mapping(bytes32 name => uint256) private rows;

    function readRows() private {
        string[3] memory lists = ["restricted", "authority", "open"];
        for (uint256 l; l < lists.length; ++l) {
            for (uint256 i; vm.keyExistsJson(table, row(lists[l], i, "")); ++i) {
                string memory name = vm.parseJsonString(table, row(lists[l], i, ".contract"));
                ++rows[keccak256(abi.encode(name, nameIn(lists[l], i)))];
            }
        }
    }

    function hashOf(string memory text) private pure returns (bytes32) {
        return keccak256(bytes(text));
    }

    mapping(bytes32 name => mapping(bytes32 function_ => bool)) private changesState;

    /// @dev By name: what shares its name with one that changes state counts as one that does.
    function readChanges(string memory name, string memory artifact) private {
        // The rest of the artifact takes long to read, again and again.
        string memory abi_ = string.concat(vm.split(artifact, ',"bytecode":')[0], "}");
        for (uint256 i;; ++i) {
            string memory entry = string.concat(".abi[", vm.toString(i), "]");
            if (!vm.keyExistsJson(abi_, entry)) return;
            if (hashOf(vm.parseJsonString(abi_, string.concat(entry, ".type"))) != hashOf("function")) {
                continue;
            }
            bytes32 kind = hashOf(vm.parseJsonString(abi_, string.concat(entry, ".stateMutability")));
            if (kind == hashOf("view") || kind == hashOf("pure")) continue;
            changesState[hashOf(name)][hashOf(vm.parseJsonString(abi_, string.concat(entry, ".name")))] = true;
        }
    }

    function test_TheTableNamesEveryFunctionThatChangesStateOnce() external {
        readRows();
        string[4] memory names = ["Members", "Contributions", "Offers", "Releases"];
        uint256 changing;
        for (uint256 n; n < names.length; ++n) {
            string memory artifact = vm.readFile(string.concat("out/", names[n], ".sol/", names[n], ".json"));
            readChanges(names[n], artifact);
            // It refuses everyone, so that it is a view.
            changesState[hashOf(names[n])][hashOf("setAuthority")] = true;
            string[] memory signatures = vm.parseJsonKeys(artifact, ".methodIdentifiers");
            for (uint256 i; i < signatures.length; ++i) {
                bool changes = changesState[hashOf(names[n])][hashOf(vm.split(signatures[i], "(")[0])];
                vm.assertEq(
                    rows[keccak256(abi.encode(names[n], signatures[i]))], changes ? 1 : 0, signatures[i]
                );
                if (changes) ++changing;
            }
        }
        uint256 listed;
        string[3] memory lists = ["restricted", "authority", "open"];
        for (uint256 l; l < lists.length; ++l) {
            for (uint256 i; vm.keyExistsJson(table, row(lists[l], i, "")); ++i) {
                ++listed;
            }
        }
        vm.assertEq(listed, changing, "and names nothing else");
    }
}
