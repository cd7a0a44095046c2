// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Offer, Pool, Position, Release, Sale } from "../types/Offer.sol";
import { Leaf, LeafProof, PartProof, SumNode } from "../types/SumTree.sol";

/// @title IOffers
/// @notice Offers, their releases, and the pool in which each offer's income waits for its contributors. All
/// money of the DAO is held here. Amounts are units of the coin, times Unix seconds, shares ten-thousandths.
/// No role, vote or pause reaches `join`, `freeze`, `cut`, `claim` and `collect`.
interface IOffers {
    // Offers

    event OfferCreated(
        uint64 indexed offer,
        bytes32 indexed dataset,
        uint32 purposes,
        bytes32 terms,
        uint96 pricePerMonth,
        uint16 maxMonths
    );
    event OfferClosed(uint64 indexed offer);
    event OfferPriceChanged(uint64 indexed offer, uint96 pricePerMonth);

    error OffersUnknown(uint64 offer);
    error OffersOfferClosed(uint64 offer);
    error OffersNoPurposes();
    error OffersNoTerm();
    /// @dev More open offers than a withdrawal can freeze at once.
    error OffersTooMany(bytes32 dataset, uint256 limit);

    /// @notice Opens an offer for the contributions of a dataset whose consents cover `purposes`.
    /// @param maxMonths The longest term that can be bought at once, in months of 30 days.
    function createOffer(
        bytes32 dataset,
        uint32 purposes,
        bytes32 terms,
        uint96 pricePerMonth,
        uint16 maxMonths
    ) external returns (uint64 offer);

    /// @notice Ends an offer's sales for good. What its pool holds stays claimable.
    function closeOffer(uint64 offer) external;

    function setPrice(uint64 offer, uint96 pricePerMonth) external;

    function offerOf(uint64 offer) external view returns (Offer memory);

    /// @notice The open offers of a dataset, at most 8.
    function offersOf(bytes32 dataset) external view returns (uint64[] memory);

    // Releases

    event ReleaseAsserted(
        uint64 indexed offer,
        uint32 indexed release,
        address indexed asserter,
        uint40 at,
        uint40 validUntil,
        bytes32 root,
        uint64 total,
        bytes32 manifest,
        uint40 challengeEnds,
        uint128 bond
    );
    /// @notice An assertion was proved wrong. Its bond is credited to the challenger.
    event ReleaseChallenged(
        uint64 indexed offer, uint32 indexed release, address indexed challenger, bytes32 consentId
    );
    /// @notice The arbiter struck an assertion out. Its bond is credited to the asserter.
    event ReleaseCancelled(uint64 indexed offer, uint32 indexed release, address indexed arbiter);
    /// @notice A release became licensable. Its bond is credited to the asserter.
    event ReleaseActivated(
        uint64 indexed offer,
        uint32 indexed release,
        bytes32 root,
        uint64 total,
        bytes32 manifest,
        uint40 validUntil,
        uint40 at
    );

    /// @dev Releases are numbered without gaps, and one assertion is pending at a time.
    error OffersUnexpectedRelease(uint64 offer, uint32 release, uint32 expected);
    error OffersReleasePending(uint64 offer, uint32 release);
    error OffersReleaseNotPending(uint64 offer, uint32 release);
    error OffersReleaseNotActive(uint64 offer, uint32 release);
    /// @dev `at` lies in the future, before the last release's, or is too old.
    error OffersInvalidTime(uint40 at, uint40 earliest, uint256 latest);
    error OffersInvalidTerm(uint40 validUntil, uint256 earliest);
    error OffersInvalidRoot(bytes32 root, uint64 total);
    error OffersWindowOpen(uint64 offer, uint32 release, uint40 challengeEnds);
    error OffersTooSoon(uint64 offer, uint256 earliest);
    error OffersInvalidProof(uint64 offer, uint32 release, uint256 index);
    error OffersInvalidPartProof(bytes32 consentId, bytes32 contributionId, uint256 index);
    error OffersNoFault(uint64 offer, uint32 release, bytes32 consentId);

    /// @notice Asserts the next release of an offer, with `bondFor(offer)` of the coin at stake (approved to
    /// this contract). A release that enrolls nothing and prolongs nothing, only removes, needs no bond.
    /// @param at The moment at which consents and statuses were read.
    /// @param validUntil The last second that a license of this release may reach.
    /// @param root Root of the sum tree of the weights enrolled anew; zero when `total` is.
    /// @param manifest SHA-256 of the manifest.
    function assertRelease(
        uint64 offer,
        uint32 release,
        uint40 at,
        uint40 validUntil,
        bytes32 root,
        uint64 total,
        bytes32 manifest
    ) external;

    /// @notice Makes an asserted release current once its challenge window is over. Anyone may.
    function activateRelease(uint64 offer, uint32 release) external;

    /// @notice Strikes out a pending assertion that is wrong in ways no proof decides.
    function cancelRelease(uint64 offer, uint32 release) external;

    /// @notice Proves that a pending release enrolls a consent that was not live at its time for the offer's
    /// dataset and purposes, or that ends before the release does.
    function challengeDeadConsent(uint64 offer, uint32 release, LeafProof calldata leaf) external;

    /// @notice Proves that a pending release enrolls a contribution that was not accepted at its time.
    function challengeUnaccepted(
        uint64 offer,
        uint32 release,
        LeafProof calldata leaf,
        PartProof calldata part
    ) external;

    /// @notice Proves that a pending release enrolls a contribution twice, or again though it has an unfrozen
    /// position since `otherRelease`.
    function challengeDuplicate(
        uint64 offer,
        uint32 release,
        LeafProof calldata leaf,
        PartProof calldata part,
        uint32 otherRelease,
        LeafProof calldata otherLeaf,
        PartProof calldata otherPart
    ) external;

    function releaseOf(uint64 offer, uint32 release) external view returns (Release memory);

    /// @notice What the next assertion of an offer must put at stake.
    function bondFor(uint64 offer) external view returns (uint128);

    // Pool

    event PositionJoined(uint64 indexed offer, bytes32 indexed consentId, uint32 release, uint64 weight);
    /// @notice A consent's position stopped earning for good; `weight` is what it had.
    event PositionFrozen(uint64 indexed offer, bytes32 indexed consentId, uint64 weight, uint40 at);
    /// @notice A contribution's weight left its consent's position.
    event PositionCut(
        uint64 indexed offer, bytes32 indexed consentId, bytes32 indexed contributionId, uint64 weight
    );
    event EarningsClaimed(uint64 indexed offer, bytes32 indexed consentId, address to, uint128 amount);

    error OffersLeafAlreadyJoined(uint64 offer, uint32 release, uint256 index);
    error OffersNotFreezable(uint64 offer, bytes32 consentId);
    error OffersNotCuttable(uint64 offer, bytes32 contributionId);
    error OffersPartAlreadyCut(uint64 offer, uint32 release, uint256 index, uint256 partIndex);
    error OffersNothingToClaim(uint64 offer, bytes32 consentId);
    error OffersInvalidSignature(address account);
    error OffersSignatureExpired(uint256 deadline, uint256 time);
    error OffersOnlyConsents(address caller);

    /// @notice Enters a leaf of an active release into the pool, once. Anyone may; no money moves. It earns
    /// from the release's activation on, however late it joins.
    function join(uint64 offer, uint32 release, Leaf calldata leaf, uint256 index, SumNode[] calldata proof)
        external;

    /// @notice Stops a consent's position for good, once the consent is over, or does not carry the position's
    /// weight through the current release. Anyone may. Naming a frozen one again does no harm.
    function freeze(uint64 offer, bytes32 consentId) external;

    /// @notice Stops a consent's positions in all open offers of a dataset. Called by a withdrawal or a pause only;
    /// never reverts then.
    function freezeAll(bytes32 dataset, bytes32 consentId) external;

    /// @notice Takes a contribution that was accepted and then retracted, or removed by a ruling, out of its
    /// consent's position, once. Joins the leaf first if nobody has. Anyone may.
    function cut(uint64 offer, uint32 release, LeafProof calldata leaf, PartProof calldata part) external;

    /// @notice Pays what the caller's consent `keccak256(caller ‖ inner)` has earned, to any address.
    function claim(uint64 offer, bytes32 inner, address to) external returns (uint128 amount);

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

    /// @notice Whether a leaf entered the pool. `depth` is the length of its proof.
    function isJoined(uint64 offer, uint32 release, uint256 index, uint256 depth) external view returns (bool);

    // Till

    /// @notice A sale was split. `price` is what arrived, and the sum of the other three.
    event IncomeCredited(
        uint64 indexed offer,
        uint256 indexed license,
        uint128 price,
        uint128 contributors,
        uint128 reviewers,
        uint128 treasury
    );
    event ReviewerCredited(address indexed reviewer, uint128 amount);
    event CreditCollected(address indexed account, address to, uint128 amount);
    event SplitChanged(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps);

    error OffersOnlyLicenses(address caller);
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

    /// @notice Takes a license's price from its payer (who approved this contract) and splits it.
    function sell(Sale calldata sale) external returns (uint128 price, uint32 purposes, uint40 end);

    /// @notice Changes the split of later sales. The three sum to 10,000.
    function setSplit(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) external;

    /// @notice Credits reviewers from their pot.
    function payReviewers(address[] calldata accounts, uint128[] calldata amounts) external;

    /// @notice Pays out the caller's credit: reviewers' pay, bonds, the treasury's share.
    function collect(address to) external returns (uint128 amount);

    function reviewersPot() external view returns (uint128);

    function credit(address account) external view returns (uint128);

    function split() external view returns (uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps);
}
