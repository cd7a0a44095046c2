// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SumTree } from "../src/libraries/SumTree.sol";
import { Leaf, Part, SumNode } from "../src/types/SumTree.sol";
import { Test } from "./base/Test.sol";
import { Trees } from "./base/Trees.sol";

/// @notice The golden vectors that the SDK is tested with too.
contract SumTreeTest is Test {
    function containsLeaf(
        bytes32 root,
        uint64 total,
        Leaf calldata leaf,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return SumTree.contains(root, total, SumTree.hashLeaf(leaf), leaf.weight, index, proof, SumTree.NODE);
    }

    function containsPart(
        bytes32 root,
        uint64 total,
        Part calldata part,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return SumTree.contains(
            root, total, SumTree.hashPart(part), part.weight, index, proof, SumTree.SUB_NODE
        );
    }

    function readVectors() private view returns (string memory) {
        return vm.readFile("../packages/sdk/src/tree/vectors.json");
    }

    function at(string memory list, uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(i), "]", field);
    }

    function readProof(string memory json, string memory key) private pure returns (SumNode[] memory proof) {
        bytes32[] memory hashes = vm.parseJsonBytes32Array(json, string.concat(key, ".hashes"));
        uint256[] memory sums = vm.parseJsonUintArray(json, string.concat(key, ".sums"));
        proof = new SumNode[](hashes.length);
        for (uint256 i; i < hashes.length; ++i) {
            proof[i] = SumNode(hashes[i], uint64(sums[i]));
        }
    }

    function test_Vectors_Leaves() external view {
        string memory json = readVectors();
        uint256 c;
        for (; vm.keyExistsJson(json, at("leaf", c, "")); ++c) {
            bytes32 root = vm.parseJsonBytes32(json, at("leaf", c, ".root"));
            uint64 total = uint64(vm.parseJsonUint(json, at("leaf", c, ".total")));
            bytes32[] memory ids = vm.parseJsonBytes32Array(json, at("leaf", c, ".ids"));
            uint256[] memory weights = vm.parseJsonUintArray(json, at("leaf", c, ".weights"));
            bytes32[] memory subRoots = vm.parseJsonBytes32Array(json, at("leaf", c, ".subRoots"));
            Leaf[] memory leaves = new Leaf[](ids.length);
            for (uint256 i; i < ids.length; ++i) {
                leaves[i] = Leaf(ids[i], uint64(weights[i]), subRoots[i]);
                SumNode[] memory proof =
                    readProof(json, at("leaf", c, string.concat(".proofs[", vm.toString(i), "]")));
                vm.assertTrue(this.containsLeaf(root, total, leaves[i], i, proof), "proved");
            }
            SumNode memory built = Trees.rootOf(Trees.leafNodes(leaves), 0x01);
            vm.assertEq(built.hash, root, "root");
            vm.assertEq(built.sum, total, "total");
        }
        vm.assertEq(c, 6, "all read");
    }

    function test_Vectors_Parts() external view {
        string memory json = readVectors();
        uint256 c;
        for (; vm.keyExistsJson(json, at("part", c, "")); ++c) {
            bytes32 root = vm.parseJsonBytes32(json, at("part", c, ".root"));
            uint64 total = uint64(vm.parseJsonUint(json, at("part", c, ".total")));
            bytes32[] memory ids = vm.parseJsonBytes32Array(json, at("part", c, ".ids"));
            uint256[] memory weights = vm.parseJsonUintArray(json, at("part", c, ".weights"));
            for (uint256 i; i < ids.length; ++i) {
                SumNode[] memory proof =
                    readProof(json, at("part", c, string.concat(".proofs[", vm.toString(i), "]")));
                Part memory part = Part(ids[i], uint64(weights[i]));
                vm.assertTrue(this.containsPart(root, total, part, i, proof), "proved");
            }
        }
        vm.assertEq(c, 3, "all read");
    }

    function test_Vectors_Rejected() external view {
        string memory json = readVectors();
        uint256 c;
        for (; vm.keyExistsJson(json, at("rejected", c, "")); ++c) {
            Leaf memory leaf = Leaf(
                vm.parseJsonBytes32(json, at("rejected", c, ".id")),
                uint64(vm.parseJsonUint(json, at("rejected", c, ".weight"))),
                vm.parseJsonBytes32(json, at("rejected", c, ".subRoot"))
            );
            bool contained = this.containsLeaf(
                vm.parseJsonBytes32(json, at("rejected", c, ".root")),
                uint64(vm.parseJsonUint(json, at("rejected", c, ".total"))),
                leaf,
                vm.parseJsonUint(json, at("rejected", c, ".index")),
                readProof(json, at("rejected", c, ""))
            );
            vm.assertFalse(contained, vm.parseJsonString(json, at("rejected", c, ".name")));
        }
        vm.assertEq(c, 10, "all read");
    }

    function testFuzz_OnlyItsOwnPlace(uint64[] memory weights, uint256 pick, uint256 other) external view {
        vm.assume(weights.length != 0);
        uint256 count = weights.length > 33 ? 33 : weights.length;
        Leaf[] memory leaves = new Leaf[](count);
        for (uint256 i; i < count; ++i) {
            leaves[i] = Leaf(keccak256(abi.encode(i)), weights[i] >> 8, bytes32(i));
        }
        SumNode memory root = Trees.rootOf(Trees.leafNodes(leaves), 0x01);
        uint256 index = pick % count;
        SumNode[] memory proof = Trees.proofOf(Trees.leafNodes(leaves), 0x01, index);
        vm.assertTrue(this.containsLeaf(root.hash, root.sum, leaves[index], index, proof), "its place");
        vm.assertTrue(
            this.containsLeaf(root.hash, root.sum, leaves[index], other, proof) == (other == index),
            "no other place"
        );
        leaves[index].weight += 1;
        vm.assertFalse(this.containsLeaf(root.hash, root.sum, leaves[index], index, proof), "no other weight");
    }
}
