// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IProcessingGrants } from "../src/interfaces/IProcessingGrants.sol";
import { SignedConsent, ConsentBits } from "../src/types/Consent.sol";
import { SignedProcessingGrant } from "../src/types/Contribution.sol";
import { Dao, Founding } from "../src/types/Founding.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";

/// @notice What each act costs as a transaction of its own, on record in snapshots/: in contracts that have their own
/// code, and in clones.
abstract contract GasTest is DaoFixture {
    bytes private constant TASKS = "clean,review,value";

    function group() internal pure virtual returns (string memory);

    function record(string memory name) private {
        vm.snapshotGasLastCall(group(), name);
    }

    function manyLeaves(bytes32 id, uint256 salt) private pure returns (Leaf[] memory leaves) {
        leaves = new Leaf[](1024);
        leaves[0] = leafOf(id, 65_536);
        for (uint256 i = 1; i < 1024; ++i) {
            leaves[i] = Leaf(bytes32(salt + i), 65_536, bytes32(i));
        }
    }

    function test_Gas_Members() external {
        vm.prank(ada);
        membership.join(CHARTER);
        record("join the DAO");
        (bytes32 id, bytes32 inner) = grant(ada, "a");
        record("grant a consent");
        SignedConsent memory signed = signConsent(BEN_KEY, bitsOf("b"));
        vm.prank(operator);
        consents.recordBySig(signed);
        record("grant a consent, relayed");
        SignedConsent[] memory many = new SignedConsent[](100);
        for (uint256 i; i < 100; ++i) {
            many[i] = signConsent(1000 + i, bitsOf(bytes32(i << 192)));
        }
        vm.prank(operator);
        consents.recordManyBySig(many);
        record("grant 100 consents, relayed together");
        vm.prank(operator);
        consents.anchorConsents(keccak256("root"), keccak256("file"));
        record("anchor 10,000 consents");
        vm.prank(ada);
        contributions.register(DATASET, id, keccak256("commitment"));
        record("register a contribution");
        vm.prank(operator);
        contributions.anchorContributions(keccak256("root"), keccak256("file"));
        record("anchor 10,000 contributions");
        permitProcessing();
        withdraw(ada, inner);
        record("withdraw, no offer");
        for (uint256 i; i < 8; ++i) {
            createOffer();
        }
        (, bytes32 second) = grant(ben, "c");
        withdraw(ben, second);
        record("withdraw, eight offers");
        (, second) = grant(ben, "d");
        pause(ben, second);
        record("pause, eight offers");
    }

    function signGrant(uint256 key, bytes32 commitment) private view returns (SignedProcessingGrant memory) {
        address account = vm.addr(key);
        bytes32 kind = keccak256(
            "ProcessingGrant(address account,bytes32 contribution,address holder,string tasks,uint256 until)"
        );
        bytes32 id = idOf(account, commitment);
        bytes32 hash = keccak256(abi.encode(kind, account, id, operator, keccak256(TASKS), uint256(FAR)));
        return SignedProcessingGrant(account, commitment, FAR, sign(key, dao.contributions, hash));
    }

    function permitProcessing() private {
        IProcessingGrants processing = IProcessingGrants(dao.contributions);
        bytes32[] memory own = new bytes32[](1);
        own[0] = keccak256("commitment");
        vm.prank(ada);
        processing.permitProcessing(own, FAR, string(TASKS), operator);
        record("grant processing");
        SignedProcessingGrant[] memory grants = new SignedProcessingGrant[](1);
        grants[0] = signGrant(ADA_KEY, own[0]);
        vm.prank(operator);
        processing.permitProcessingBySig(string(TASKS), operator, grants);
        record("grant processing, relayed");
        grants = new SignedProcessingGrant[](100);
        for (uint256 i; i < 100; ++i) {
            grants[i] = signGrant(1000 + i, keccak256(abi.encode(i)));
        }
        vm.prank(operator);
        processing.permitProcessingBySig(string(TASKS), operator, grants);
        record("grant processing of 100 contributions, relayed together");
    }

    function test_Gas_Offers() external {
        (bytes32 id, bytes32 inner) = grant(ada, "a");
        uint64 offer = createOffer();
        record("create an offer");
        Leaf[] memory leaves = manyLeaves(id, 0);
        assertTree(offer, 1, leaves);
        record("assert a release");
        activate(offer, 1);
        record("activate a release, any number of members");
        join(offer, 1, leaves, 0);
        record("join a pool, 1024 members");
        buy(offer, 1);
        record("buy, the first license");
        uint256 license = buy(offer, 1);
        record("buy, again");
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
        record("renew");
        vm.prank(ada);
        offers.claimPayout(offer, inner, ada);
        record("claim, the first time");
        buy(offer, 1);
        vm.prank(ada);
        offers.claimPayout(offer, inner, ada);
        record("claim, again");
        buy(offer, 1);
        assertTree(offer, 2, manyLeaves(id, 5000));
        activate(offer, 2);
        record("activate another release");
        withdraw(ada, inner);
        record("withdraw, one offer");
    }

    function test_Gas_Founding() external {
        Founding memory next = founding();
        factory.foundCore(next);
        record("found a core");
        factory.found(next);
        record("found a DAO");
    }
}

/// forge-config: default.isolate = true
contract GasOfClonesTest is GasTest {
    function group() internal pure override returns (string memory) {
        return "Clones";
    }
}

/// forge-config: default.isolate = true
contract GasOfOwnCodeTest is GasTest {
    function group() internal pure override returns (string memory) {
        return "OwnCode";
    }

    function founding() internal view override returns (Founding memory own) {
        own = super.founding();
        own.ownCode = true;
    }
}
