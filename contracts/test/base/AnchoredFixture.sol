// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AnchoredConsent, ConsentBits, SignedConsent } from "../../src/types/Consent.sol";
import { Assertion } from "../../src/types/Release.sol";
import { Leaf } from "../../src/types/SumTree.sol";
import { DaoFixture } from "./DaoFixture.sol";

/// @notice Two members with an offer, and consents that only lie under an anchored root.
abstract contract AnchoredFixture is DaoFixture {
    uint256 internal constant CAI_KEY = 0xca1;
    address internal cai = vm.addr(CAI_KEY);

    uint64 internal offer;
    bytes32 internal adaId;
    bytes32 internal adaInner;
    bytes32 internal benId;
    bytes32 internal benInner;

    function setUp() public virtual override {
        super.setUp();
        start();
    }

    function start() internal {
        offer = createOffer();
        (adaId, adaInner) = grant(ada, "a");
        (benId, benInner) = grant(ben, "b");
    }

    function pair(uint64 a, uint64 b) internal view returns (Leaf[] memory) {
        return two(leafOf(adaId, a), leafOf(benId, b));
    }

    function claimed(address account, bytes32 inner) internal returns (uint256) {
        vm.prank(account);
        return offers.claimPayout(offer, inner, account);
    }

    /// @dev Contributors' part of one month at the founding split.
    function share() internal pure returns (uint256) {
        return uint256(PRICE) * 75 / 100;
    }

    function pendingOf(uint32 release) internal view returns (Assertion memory) {
        return asserted[offer][release];
    }

    function isPending() internal view returns (bool) {
        return releases.pendingOf(offer).hash != 0;
    }

    /// @notice A consent of cai's that has no record, under a root of its own.
    function anchor(ConsentBits bits) internal returns (AnchoredConsent memory anchored, bytes32 consentId) {
        return anchor(signConsent(CAI_KEY, bits));
    }

    function anchor(SignedConsent memory signed)
        internal
        returns (AnchoredConsent memory anchored, bytes32 consentId)
    {
        anchored.signed = signed;
        anchored.root = keccak256(bytes.concat(keccak256(abi.encode(signed))));
        consents.anchorConsents(anchored.root, "file");
        consentId = idOf(signed.account, innerOf(signed.bits));
    }

    function nothing() internal pure returns (AnchoredConsent memory anchored) { }

    // One call deeper, so that an expected revert meets the right one.

    function joinExternal(uint32 release, Leaf[] memory leaves, uint256 index) external {
        join(offer, release, leaves, index);
    }

    function buyExternal(uint32 release) external {
        buy(offer, release);
    }

    function purchase(uint64 offer_, uint32 release, uint16 months, uint128 maxPrice) external {
        vm.prank(buyer);
        licenses.buyFrom(offer_, release, months, maxPrice, buyer);
    }
}
