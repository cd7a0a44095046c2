// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../../src/interfaces/IConsents.sol";
import { AnchoredConsent, SignedConsent } from "../../src/types/Consent.sol";
import { SignedContribution } from "../../src/types/Contribution.sol";
import { DaoFixture } from "./DaoFixture.sol";

/// @notice What members sign, and the trees that signed messages are anchored by.
abstract contract MemberActs is DaoFixture {
    bytes32 internal constant OTHER_DATASET = bytes32(uint256(7));

    function joinHash(address account, uint256 deadline) internal pure returns (bytes32) {
        bytes32 kind = keccak256("Join(address account,bytes32 charter,uint256 deadline)");
        return keccak256(abi.encode(kind, account, CHARTER, deadline));
    }

    function withdrawHash(address account, bytes32[] memory inners) internal pure returns (bytes32) {
        bytes32 kind = keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)");
        return keccak256(abi.encode(kind, account, DATASET, keccak256(abi.encodePacked(inners))));
    }

    function pauseHash(address account, bytes32[] memory inners) internal pure returns (bytes32) {
        bytes32 kind = keccak256("PauseConsents(address account,bytes32 dataset,bytes32[] inners)");
        return keccak256(abi.encode(kind, account, DATASET, keccak256(abi.encodePacked(inners))));
    }

    function registerHash(address account, bytes32 commitment, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        bytes32 kind = keccak256(
            "RegisterContribution(address account,bytes32 dataset,bytes32 consent,bytes32 commitment,uint256 deadline)"
        );
        return keccak256(abi.encode(kind, account, DATASET, bytes32("consent"), commitment, deadline));
    }

    function list(bytes32 inner) internal pure returns (bytes32[] memory inners) {
        inners = new bytes32[](1);
        inners[0] = inner;
    }

    /// @dev All that is recorded of a consent.
    function assertRecord(
        bytes32 id,
        uint256 purposes,
        uint256 grantedAt,
        uint256 end,
        uint256 withdrawnAt,
        uint256 pausedAt
    ) internal view {
        (, bytes memory record) = dao.members.staticcall(abi.encodeCall(IConsents.consentOf, (id)));
        vm.assertEq(record, abi.encode(purposes, grantedAt, end, withdrawnAt, pausedAt), "the record");
    }

    /// @dev A signature of 65 bytes in the short form of ERC-2098.
    function short(bytes memory signature) internal pure returns (bytes32 r, bytes32 vs) {
        bytes32 s;
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
        }
        vs = bytes32(uint256(s) | (uint256(uint8(signature[64]) - 27) << 255));
    }

    function signRegistration(uint256 key, bytes32 commitment, uint256 deadline)
        internal
        view
        returns (SignedContribution memory signed)
    {
        address account = vm.addr(key);
        bytes32 hash = registerHash(account, commitment, deadline);
        (bytes32 r, bytes32 vs) = short(sign(key, dao.contributions, hash));
        return SignedContribution(account, DATASET, "consent", commitment, deadline, r, vs);
    }

    function treeLeaf(SignedConsent memory signed) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(signed))));
    }

    function treeLeaf(SignedContribution memory signed) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(signed))));
    }

    /// @dev The root over two leaves.
    function pairRoot(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }

    /// @dev Anchors a consent beside another leaf, as an operator would.
    function anchor(SignedConsent memory signed) internal returns (AnchoredConsent memory anchored) {
        bytes32 beside = keccak256(abi.encode("beside", signed));
        anchored.signed = signed;
        anchored.root = pairRoot(treeLeaf(signed), beside);
        anchored.proof = list(beside);
        vm.prank(operator);
        consents.anchorConsents(anchored.root, keccak256("file"));
    }
}
