// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import { IConsents } from "../../src/interfaces/IConsents.sol";
import { IContributions } from "../../src/interfaces/IContributions.sol";
import { IDaoFactory } from "../../src/interfaces/IDaoFactory.sol";
import { IDeposits } from "../../src/interfaces/IDeposits.sol";
import { ILicenses } from "../../src/interfaces/ILicenses.sol";
import { IMembership } from "../../src/interfaces/IMembership.sol";
import { IOffers } from "../../src/interfaces/IOffers.sol";
import { IReleases } from "../../src/interfaces/IReleases.sol";
import { PracticeDollar } from "../../src/PracticeDollar.sol";
import { ConsentBits, SignedConsent } from "../../src/types/Consent.sol";
import { Status } from "../../src/types/Contribution.sol";
import { Dao, Founding, Holder } from "../../src/types/Founding.sol";
import { Assertion } from "../../src/types/Release.sol";
import { Leaf, LeafProof, Part, PartProof, SumNode } from "../../src/types/SumTree.sol";
import { Test } from "./Test.sol";
import { Trees } from "./Trees.sol";

/// @notice A whole DAO, founded by the factory as the SDK does it. The contracts come by their names, so that tests see
/// nothing of them but their interfaces.
abstract contract DaoFixture is Test {
    bytes32 internal constant CHARTER = keccak256("charter");
    bytes32 internal constant DATASET = bytes32(uint256(uint64(uint256(keccak256("palmer-penguins")))));
    bytes32 internal constant TERMS = keccak256("terms");
    uint32 internal constant PURPOSES = 0x3;
    uint80 internal constant PRICE = 100e6;
    uint32 internal constant WINDOW = 1 hours;
    uint32 internal constant INTERVAL = 1 days;
    uint96 internal constant MIN_BOND = 10e6;
    uint96 internal constant QUESTION_STAKE = 1e6;
    uint256 internal constant START = 1_800_000_000;
    uint40 internal constant FAR = uint40(START + 3650 days);

    address internal operator = address(0xa001);
    address internal releaser = address(0xa002);
    address internal reviewer = address(0xa003);
    address internal arbiter = address(0xa004);
    address internal treasury = address(0xa005);
    address internal buyer = address(0xa006);
    address internal stranger = address(0xa007);
    address internal contributorsVoice = address(0xa008);

    uint256 internal constant ADA_KEY = 0xada;
    uint256 internal constant BEN_KEY = 0xbe9;
    address internal ada = vm.addr(ADA_KEY);
    address internal ben = vm.addr(BEN_KEY);

    IDaoFactory internal factory;
    Dao internal dao;
    IAccessManager internal manager;
    PracticeDollar internal coin;
    IMembership internal membership;
    IConsents internal consents;
    IContributions internal contributions;
    IDeposits internal deposits;
    IOffers internal offers;
    ILicenses internal licenses;
    IReleases internal releases;

    // What was asserted last of an offer's releases; whoever acts on it names it whole.
    mapping(uint64 offer => mapping(uint32 release => Assertion)) internal asserted;

    function setUp() public virtual {
        vm.warp(START);
        factory = newFactory();
        found(address(new PracticeDollar()));
    }

    function newFactory() internal returns (IDaoFactory) {
        return IDaoFactory(
            make(
                bytes.concat(
                    vm.getCode("DaoFactory.sol:DaoFactory"),
                    abi.encode(
                        make(vm.getCode("Members.sol:Members")),
                        make(vm.getCode("Offers.sol:Offers")),
                        make(vm.getCode("Releases.sol:Releases")),
                        make(vm.getCode("Contributions.sol:Contributions")),
                        make(vm.getCode("Authority.sol:Authority"))
                    )
                )
            )
        );
    }

    function make(bytes memory initCode) internal returns (address made) {
        assembly ("memory-safe") {
            made := create(0, add(initCode, 0x20), mload(initCode))
        }
        vm.assertTrue(made != address(0), "created");
    }

    function found(address coinAddress) internal {
        coin = PracticeDollar(coinAddress);
        use(factory.found(founding()));
        fund(buyer);
        fund(releaser);
    }

    function use(Dao memory founded) internal {
        dao = founded;
        manager = IAccessManager(dao.authority);
        membership = IMembership(dao.members);
        consents = IConsents(dao.members);
        contributions = IContributions(dao.contributions);
        deposits = IDeposits(dao.contributions);
        offers = IOffers(dao.offers);
        licenses = ILicenses(dao.offers);
        releases = IReleases(dao.releases);
    }

    function founding() internal view virtual returns (Founding memory) {
        Holder[] memory holders = new Holder[](5);
        holders[0] = Holder(1, operator);
        holders[1] = Holder(2, releaser);
        holders[2] = Holder(3, reviewer);
        holders[3] = Holder(4, arbiter);
        holders[4] = Holder(5, contributorsVoice);
        return Founding({
            coin: address(coin),
            treasury: treasury,
            charter: CHARTER,
            contributorsFloorBps: 6000,
            reviewersBps: 1000,
            treasuryBps: 1500,
            holdbackPeriod: 0,
            minBond: MIN_BOND,
            bondBps: 1000,
            questionStake: QUESTION_STAKE,
            minInterval: INTERVAL,
            challengeWindow: WINDOW,
            lockAmount: 0,
            freeContributions: 0,
            lockPeriod: 30 days,
            ownCode: false,
            admin: address(this),
            holders: holders
        });
    }

    function addressOf(string memory name) internal view returns (address) {
        bytes32 hash = keccak256(bytes(name));
        if (hash == keccak256("Members")) return dao.members;
        if (hash == keccak256("Contributions")) return dao.contributions;
        if (hash == keccak256("Releases")) return dao.releases;
        return dao.offers;
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
        vm.startPrank(account);
        coin.approve(dao.offers, type(uint256).max);
        coin.approve(dao.releases, type(uint256).max);
        coin.approve(dao.contributions, type(uint256).max);
        vm.stopPrank();
    }

    function createOffer() internal returns (uint64) {
        vm.prank(operator);
        return offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
    }

    function bitsOf(bytes32 salt) internal pure returns (ConsentBits) {
        return bitsOf(DATASET, uint64(uint256(salt) >> 192), FAR, FAR, PURPOSES);
    }

    function bitsOf(bytes32 dataset, uint64 salt, uint40 deadline, uint40 end, uint32 purposes)
        internal
        pure
        returns (ConsentBits)
    {
        return ConsentBits.wrap(
            uint256(dataset) | (uint256(salt) << 64) | (uint256(deadline) << 128) | (uint256(end) << 168)
                | (uint256(purposes) << 208)
        );
    }

    function innerOf(ConsentBits bits) internal pure returns (bytes32) {
        return keccak256(abi.encode(TERMS, bits.withTime(0)));
    }

    function idOf(address account, bytes32 inner) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(account, inner));
    }

    function grant(address account, bytes32 salt) internal returns (bytes32 consentId, bytes32 inner) {
        return grant(account, bitsOf(salt));
    }

    function grant(address account, ConsentBits bits) internal returns (bytes32 consentId, bytes32 inner) {
        inner = innerOf(bits);
        vm.prank(account);
        consentId = consents.record(TERMS, bits);
    }

    function grantMessage(address account, ConsentBits bits) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "GrantConsent(address account,bytes32 dataset,bytes32 terms,uint32 purposes,uint40 end,uint64 salt,uint40 deadline)"
                ),
                account,
                bytes32(uint256(bits.datasetOf())),
                TERMS,
                bits.purposesOf(),
                bits.endOf(),
                bits.saltOf(),
                bits.deadlineOf()
            )
        );
    }

    function signConsent(uint256 key, ConsentBits bits) internal view returns (SignedConsent memory) {
        address account = vm.addr(key);
        bytes32 digest = digestOf(block.chainid, dao.members, grantMessage(account, bits));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return SignedConsent(account, TERMS, bits, r, bytes32((uint256(v - 27) << 255) | uint256(s)));
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
        assertRoot(offer, release, root.hash, root.sum, FAR - 1 days);
    }

    function assertRoot(uint64 offer, uint32 release, bytes32 root, uint64 total, uint40 validUntil)
        internal
        returns (Assertion memory a)
    {
        uint40 time = uint40(block.timestamp);
        uint256 before = coin.balanceOf(dao.releases);
        vm.prank(releaser);
        releases.assertRelease(offer, release, time, validUntil, root, total, keccak256("manifest"));
        a = Assertion({
            offer: offer,
            release: release,
            at: time,
            validUntil: validUntil,
            root: root,
            total: total,
            manifest: keccak256("manifest"),
            asserter: releaser,
            challengeEnds: time + WINDOW,
            bond: uint128(coin.balanceOf(dao.releases) - before)
        });
        asserted[offer][release] = a;
    }

    function activate(uint64 offer, uint32 release) internal {
        Assertion memory a = asserted[offer][release];
        uint256 earliest = a.challengeEnds;
        uint256 last = releases.pendingOf(offer).lastActivatedAt;
        if (last != 0 && last + INTERVAL > earliest) earliest = last + INTERVAL;
        if (earliest > block.timestamp) vm.warp(earliest);
        releases.activateRelease(a);
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
        return licenses.buyFrom(offer, release, 1, PRICE, buyer);
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
