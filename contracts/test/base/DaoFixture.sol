// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import { Consents } from "../../src/Consents.sol";
import { Contributions } from "../../src/Contributions.sol";
import { Licenses } from "../../src/Licenses.sol";
import { Membership } from "../../src/Membership.sol";
import { Offers } from "../../src/Offers.sol";
import { PracticeDollar } from "../../src/PracticeDollar.sol";
import { Consent } from "../../src/types/Consent.sol";
import { Status } from "../../src/types/Contribution.sol";
import { OffersConfig } from "../../src/types/Offer.sol";
import { Leaf, LeafProof, Part, PartProof, SumNode } from "../../src/types/SumTree.sol";
import { Test } from "./Test.sol";
import { Trees } from "./Trees.sol";

/// @notice A whole DAO, deployed as the SDK does it: three contracts that name each other by addresses known
/// from the deployer's nonce, roles from roles.json.
abstract contract DaoFixture is Test {
    bytes32 internal constant CHARTER = keccak256("charter");
    bytes32 internal constant DATASET = keccak256("palmer-penguins");
    bytes32 internal constant TERMS = keccak256("terms");
    uint32 internal constant PURPOSES = 0x3;
    uint96 internal constant PRICE = 100e6;
    uint32 internal constant WINDOW = 1 hours;
    uint32 internal constant INTERVAL = 1 days;
    uint128 internal constant MIN_BOND = 10e6;
    uint256 internal constant START = 1_800_000_000;
    uint40 internal constant FAR = uint40(START + 3650 days);

    address internal operator = address(0xa001);
    address internal releaser = address(0xa002);
    address internal reviewer = address(0xa003);
    address internal arbiter = address(0xa004);
    address internal treasury = address(0xa005);
    address internal buyer = address(0xa006);
    address internal stranger = address(0xa007);

    uint256 internal constant ADA_KEY = 0xada;
    uint256 internal constant BEN_KEY = 0xbe9;
    address internal ada = vm.addr(ADA_KEY);
    address internal ben = vm.addr(BEN_KEY);

    AccessManager internal manager;
    PracticeDollar internal coin;
    Membership internal membership;
    Contributions internal contributions;
    Consents internal consents;
    Offers internal offers;
    Licenses internal licenses;

    function setUp() public virtual {
        vm.warp(START);
        deploy(address(new PracticeDollar()));
    }

    function deploy(address coinAddress) internal {
        coin = PracticeDollar(coinAddress);
        manager = new AccessManager(address(this));
        membership = new Membership(address(manager), CHARTER);
        contributions = new Contributions(address(manager));
        uint256 nonce = vm.getNonce(address(this));
        address offersAddress = vm.computeCreateAddress(address(this), nonce + 1);
        address licensesAddress = vm.computeCreateAddress(address(this), nonce + 2);
        consents = new Consents(offersAddress);
        offers = new Offers(configFor(licensesAddress));
        licenses = new Licenses(offersAddress, coinAddress);
        giveRoles();

        fund(buyer);
        fund(releaser);
    }

    function configFor(address licensesAddress) internal view virtual returns (OffersConfig memory) {
        return OffersConfig({
            authority: address(manager),
            coin: address(coin),
            consents: address(consents),
            contributions: address(contributions),
            licenses: licensesAddress,
            treasury: treasury,
            contributorsFloorBps: 6000,
            reviewersBps: 1000,
            treasuryBps: 1500,
            bondBps: 1000,
            minBond: MIN_BOND,
            minInterval: INTERVAL,
            challengeWindow: WINDOW
        });
    }

    function addressOf(string memory name) internal view returns (address) {
        bytes32 hash = keccak256(bytes(name));
        if (hash == keccak256("Membership")) return address(membership);
        if (hash == keccak256("Consents")) return address(consents);
        if (hash == keccak256("Contributions")) return address(contributions);
        if (hash == keccak256("Offers")) return address(offers);
        return address(licenses);
    }

    function giveRoles() private {
        string memory table = vm.readFile("roles.json");
        for (uint256 i; vm.keyExistsJson(table, row("restricted", i, "")); ++i) {
            bytes4[] memory selectors = new bytes4[](1);
            selectors[0] = selectorIn(table, "restricted", i);
            string memory role = vm.parseJsonString(table, row("restricted", i, ".role"));
            manager.setTargetFunctionRole(
                addressOf(vm.parseJsonString(table, row("restricted", i, ".contract"))),
                selectors,
                uint64(vm.parseJsonUint(table, string.concat(".roles.", role)))
            );
        }
        manager.grantRole(1, operator, 0);
        manager.grantRole(2, releaser, 0);
        manager.grantRole(3, reviewer, 0);
        manager.grantRole(4, arbiter, 0);
    }

    function row(string memory list, uint256 i, string memory field) internal pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(i), "]", field);
    }

    function selectorIn(string memory table, string memory list, uint256 i) internal pure returns (bytes4) {
        return bytes4(keccak256(bytes(vm.parseJsonString(table, row(list, i, ".function")))));
    }

    // Acts

    function fund(address account) internal {
        coin.mint(account, 1e15);
        vm.prank(account);
        coin.approve(address(offers), type(uint256).max);
    }

    function createOffer() internal returns (uint64) {
        vm.prank(operator);
        return offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 12);
    }

    function consentOf(bytes32 salt) internal pure returns (Consent memory) {
        return Consent(DATASET, keccak256("agreement"), TERMS, PURPOSES, FAR, salt);
    }

    function innerOf(Consent memory consent) internal pure returns (bytes32) {
        return keccak256(abi.encode(consent));
    }

    function idOf(address account, bytes32 inner) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(account, inner));
    }

    function grant(address account, bytes32 salt) internal returns (bytes32 consentId, bytes32 inner) {
        Consent memory consent = consentOf(salt);
        inner = innerOf(consent);
        vm.prank(account);
        consentId = consents.grant(consent);
    }

    function withdraw(address account, bytes32 inner) internal {
        bytes32[] memory inners = new bytes32[](1);
        inners[0] = inner;
        vm.prank(account);
        consents.withdraw(DATASET, inners);
    }

    function pause(address account, bytes32 inner) internal {
        bytes32[] memory inners = new bytes32[](1);
        inners[0] = inner;
        vm.prank(account);
        consents.pause(DATASET, inners);
    }

    function accept(address account, bytes32 commitment) internal returns (bytes32 contributionId) {
        vm.prank(account);
        contributionId = contributions.register(DATASET, 0, commitment);
        setStatus(contributionId, Status.Accepted);
    }

    function setStatus(bytes32 contributionId, Status status) internal {
        bytes32[] memory ids = new bytes32[](1);
        Status[] memory statuses = new Status[](1);
        (ids[0], statuses[0]) = (contributionId, status);
        vm.prank(reviewer);
        contributions.setStatus(ids, statuses);
    }

    function assertTree(uint64 offer, uint32 release, Leaf[] memory leaves) internal {
        SumNode memory root = Trees.rootOf(Trees.leafNodes(leaves), 0x01);
        vm.prank(releaser);
        offers.assertRelease(
            offer, release, uint40(block.timestamp), FAR - 1 days, root.hash, root.sum, keccak256("manifest")
        );
    }

    function activate(uint64 offer, uint32 release) internal {
        uint256 earliest = offers.releaseOf(offer, release).challengeEnds;
        uint256 spaced = uint256(offers.offerOf(offer).lastActivatedAt) + INTERVAL;
        if (spaced > earliest) earliest = spaced;
        if (earliest > block.timestamp) vm.warp(earliest);
        offers.activateRelease(offer, release);
    }

    function enroll(uint64 offer, uint32 release, Leaf[] memory leaves) internal {
        assertTree(offer, release, leaves);
        activate(offer, release);
    }

    function join(uint64 offer, uint32 release, Leaf[] memory leaves, uint256 index) internal {
        offers.join(offer, release, leaves[index], index, Trees.proofOf(Trees.leafNodes(leaves), 0x01, index));
    }

    function buy(uint64 offer, uint32 release) internal returns (uint256) {
        vm.prank(buyer);
        return licenses.buy(offer, release, 1, PRICE, buyer);
    }

    // Trees

    function one(Leaf memory a) internal pure returns (Leaf[] memory leaves) {
        leaves = new Leaf[](1);
        leaves[0] = a;
    }

    function two(Leaf memory a, Leaf memory b) internal pure returns (Leaf[] memory leaves) {
        leaves = new Leaf[](2);
        (leaves[0], leaves[1]) = (a, b);
    }

    function leafOf(bytes32 consentId, uint64 weight) internal pure returns (Leaf memory) {
        return leafOf(consentId, partsOf(keccak256(abi.encode("contribution", consentId)), weight));
    }

    function leafOf(bytes32 consentId, Part[] memory parts) internal pure returns (Leaf memory) {
        SumNode memory root = Trees.rootOf(Trees.partNodes(parts), 0x03);
        return Leaf(consentId, root.sum, root.hash);
    }

    function partsOf(bytes32 contributionId, uint64 weight) internal pure returns (Part[] memory parts) {
        parts = new Part[](1);
        parts[0] = Part(contributionId, weight);
    }

    function proveLeaf(Leaf[] memory leaves, uint256 index) internal pure returns (LeafProof memory) {
        return LeafProof(leaves[index], index, Trees.proofOf(Trees.leafNodes(leaves), 0x01, index));
    }

    function provePart(Part[] memory parts, uint256 index) internal pure returns (PartProof memory) {
        return PartProof(parts[index], index, Trees.proofOf(Trees.partNodes(parts), 0x03, index));
    }

    // Signatures

    function sign(uint256 key, address verifier, bytes32 structHash) internal view returns (bytes memory) {
        return signFor(key, block.chainid, verifier, structHash);
    }

    function signFor(uint256 key, uint256 chainId, address verifier, bytes32 structHash)
        internal
        pure
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(chainId, verifier, structHash));
        return abi.encodePacked(r, s, v);
    }

    function digestOf(uint256 chainId, address verifier, bytes32 structHash) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Usufruct"),
                keccak256("1"),
                chainId,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
