// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ConsentBits } from "../types/Consent.sol";
import { Batch, Offer, Pool, Position } from "../types/Offer.sol";
import { Leaf, LeafProof, SumNode } from "../types/SumTree.sol";
import { IConsents } from "./IConsents.sol";

/// @title IOffers
/// @notice Offers, and the pool in which each offer's income waits for its contributors. All money of members,
/// reviewers and treasury is held here. Amounts are units of the coin, times Unix seconds, shares ten-thousandths.
/// No role, vote or pause reaches `join`, `freeze`, `freezeShown`, `claimPayout` and `collect`.
interface IOffers {
    // Offers

    /// @notice An offer was opened. `reservePrice` is the least that a month may cost.
    event OfferCreated(
        uint64 indexed offer,
        bytes32 indexed dataset,
        uint32 purposes,
        bytes32 terms,
        uint80 pricePerMonth,
        uint80 reservePrice,
        uint8 maxMonths
    );
    event OfferClosed(uint64 indexed offer);
    /// @notice An offer was closed and another opened in its place, so that everybody can be weighed anew.
    event OfferSucceeded(uint64 indexed offer, uint64 indexed successor);
    event OfferPriceChanged(uint64 indexed offer, uint80 pricePerMonth);
    event OfferReserveChanged(uint64 indexed offer, uint80 reservePrice);

    error OffersUnknown(uint64 offer);
    error OffersOfferClosed(uint64 offer);
    /// @dev A dataset's id has 64 bits.
    error OffersInvalidDataset(bytes32 dataset);
    error OffersNoPurposes();
    error OffersNoTerm();
    /// @dev More open offers than a withdrawal can freeze at once.
    error OffersTooMany(bytes32 dataset, uint256 limit);
    error OffersBelowReserve(uint80 price, uint80 reservePrice);
    error OffersReserveFalls(uint64 offer, uint80 reservePrice, uint80 current);

    /// @notice Opens an offer for the contributions of a dataset whose consents cover `purposes`.
    /// @param terms SHA-256 of the offer's terms.
    /// @param reservePrice The least that a month may cost, until the contributors lower it.
    /// @param maxMonths The longest term that can be bought at once, in months of 30 days.
    function createOffer(
        bytes32 dataset,
        uint32 purposes,
        bytes32 terms,
        uint80 pricePerMonth,
        uint80 reservePrice,
        uint8 maxMonths
    ) external returns (uint64 offer);

    /// @notice Closes an offer and opens another for the same dataset and purposes, whose first release can weigh
    /// everybody anew. The old pool stays claimable.
    function succeedOffer(uint64 offer, bytes32 terms, uint80 pricePerMonth, uint8 maxMonths)
        external
        returns (uint64 successor);

    /// @notice Ends an offer's sales for good. What its pool holds stays claimable.
    function closeOffer(uint64 offer) external;

    /// @notice Changes what later sales cost, not below the reserve.
    function setPrice(uint64 offer, uint80 pricePerMonth) external;

    /// @notice Raises the least that a month may cost.
    function raiseReserve(uint64 offer, uint80 reservePrice) external;

    /// @notice Lowers the least that a month may cost: the contributors', not the operator's, to say.
    function lowerReserve(uint64 offer, uint80 reservePrice) external;

    function offerOf(uint64 offer) external view returns (Offer memory);

    /// @notice The open offers of a dataset, at most 8.
    function offersOf(bytes32 dataset) external view returns (uint64[] memory);

    // What was fixed at founding

    function members() external view returns (IConsents);

    function releases() external view returns (address);

    /// @notice The one coin that licenses are paid in.
    function coin() external view returns (address);

    function treasury() external view returns (address);

    /// @notice What contributors get of any sale at least, in ten-thousandths.
    function contributorsFloorBps() external view returns (uint16);

    /// @notice How long the treasury's share can be refunded from before the treasury has it, in seconds.
    function holdbackPeriod() external view returns (uint32);

    // Pool

    event PositionJoined(uint64 indexed offer, bytes32 indexed consentId, uint32 release, uint64 weight);
    /// @notice A consent's position stopped earning for good; `weight` is what it had.
    event PositionFrozen(uint64 indexed offer, bytes32 indexed consentId, uint64 weight, uint40 at);
    /// @notice A contribution's weight left its consent's position.
    event PositionCut(
        uint64 indexed offer, bytes32 indexed consentId, bytes32 indexed contributionId, uint64 weight
    );
    /// @notice Earnings were paid; the coin's own event says to whom.
    event EarningsClaimed(uint64 indexed offer, bytes32 indexed consentId, uint128 amount);

    /// @dev Releases are numbered without gaps, and a buyer gets the one expected or none.
    error OffersUnexpectedRelease(uint64 offer, uint32 release, uint32 expected);
    error OffersReleaseNotActive(uint64 offer, uint32 release);
    error OffersInvalidProof(uint64 offer, uint32 release, uint256 index);
    error OffersLeafAlreadyJoined(uint64 offer, uint32 release, uint256 index);
    error OffersNotFreezable(uint64 offer, bytes32 consentId);
    error OffersNothingToClaim(uint64 offer, bytes32 consentId);
    error OffersInvalidSignature(address account);
    error OffersSignatureExpired(uint256 deadline, uint256 time);
    error OffersOnlyMembers(address caller);
    error OffersOnlyReleases(address caller);

    /// @notice Lets a release's weights count and makes it what is sold. Called by Releases only.
    function enroll(uint64 offer, uint32 release, uint40 validUntil, bytes32 root, uint64 total) external;

    /// @notice Enters a leaf of an active release into the pool, once. Anyone may; no money moves. It earns from the
    /// release's activation on, however late it joins.
    function join(uint64 offer, uint32 release, Leaf calldata leaf, uint256 index, SumNode[] calldata proof)
        external;

    /// @notice Stops a consent's position for good, once the consent is over, or does not carry the position's weight
    /// through the current release. Anyone may. Naming a frozen one again does no harm.
    function freeze(uint64 offer, bytes32 consentId) external;

    /// @notice The same for an anchored consent that has no record: what its id is made of shows its end, dataset and
    /// purposes.
    function freezeShown(uint64 offer, address account, bytes32 terms, ConsentBits bits) external;

    /// @notice Stops a consent's positions in all open offers of a dataset. Called by a withdrawal or a pause only;
    /// never reverts then.
    function freezeAll(bytes32 dataset, bytes32 consentId) external;

    /// @notice Takes a contribution's weight out of its consent's position. Called by Releases only, which has checked
    /// that the leaf holds it.
    function cutPart(
        uint64 offer,
        uint32 release,
        LeafProof calldata leaf,
        bytes32 contributionId,
        uint64 weight
    ) external;

    /// @notice Pays what the caller's consent `keccak256(caller ‖ inner)` has earned, to any address.
    function claimPayout(uint64 offer, bytes32 inner, address to) external returns (uint128 amount);

    /// @notice Pays for an account that signed. Anyone may relay.
    /// @param nonce The account's next nonce.
    /// @param deadline Last second, in Unix time, at which the signature counts.
    function claimBySig(
        address account,
        uint64 offer,
        bytes32 inner,
        address to,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint128 amount);

    /// @notice What a consent could claim now.
    function claimable(uint64 offer, bytes32 consentId) external view returns (uint128);

    function poolOf(uint64 offer) external view returns (Pool memory);

    function positionOf(uint64 offer, bytes32 consentId) external view returns (Position memory);

    /// @notice What a release enrolled; `activatedAt` is 0 for one that is not active.
    function batchOf(uint64 offer, uint32 release) external view returns (Batch memory);

    /// @notice Whether a leaf entered the pool. `depth` is the length of its proof.
    function isJoined(uint64 offer, uint32 release, uint256 index, uint256 depth) external view returns (bool);

    // Till

    /// @notice Income that no license was sold for, all of it for the contributors.
    event IncomeDonated(uint64 indexed offer, address indexed from, uint128 amount);
    event ReviewerCredited(address indexed reviewer, uint128 amount);
    event CreditCollected(address indexed account, address to, uint128 amount);
    event SplitChanged(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps);

    error OffersPriceAboveMaximum(uint64 offer, uint128 price, uint128 maxPrice);
    error OffersTermOutOfRange(uint16 months, uint16 maxMonths);
    error OffersTermBeyondRelease(uint256 end, uint40 validUntil);
    /// @dev Income for nobody is refused rather than kept.
    error OffersNobodyToPay(uint64 offer);
    error OffersContributorsBelowFloor(uint16 contributorsBps, uint16 floorBps);
    error OffersInvalidSplit(uint256 sumBps);
    error OffersPotTooSmall(uint256 asked, uint128 pot);
    error OffersLengthMismatch(uint256 accounts, uint256 amounts);
    error OffersNothingToCollect(address account);

    /// @notice Gives an open offer's contributors income that no license was sold for. The caller approves Offers.
    /// @return received What arrived.
    function donate(uint64 offer, uint128 amount) external returns (uint128 received);

    /// @notice Changes the split of later sales. The three sum to 10,000.
    function setSplit(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) external;

    /// @notice Credits reviewers from their pot.
    function payReviewers(address[] calldata accounts, uint128[] calldata amounts) external;

    /// @notice Pays out the caller's credit: reviewers' pay, refunds, the treasury's share. Where the treasury's share is
    /// held back, its period begins when the treasury calls this, which may pay nothing yet.
    function collect(address to) external returns (uint128 amount);

    function reviewersPot() external view returns (uint128);

    /// @notice What refunds can be paid from.
    function refundsPot() external view returns (uint128);

    /// @notice What an account could collect now.
    function credit(address account) external view returns (uint128);

    function split() external view returns (uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps);
}
