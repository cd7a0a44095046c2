// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AnchoredConsent } from "../types/Consent.sol";
import { Assertion, Pending, Question } from "../types/Release.sol";
import { LeafProof, PartProof } from "../types/SumTree.sol";

/// @title IReleases
/// @notice How a release becomes what is sold: it is asserted with a bond, can be proved wrong for a while, and is then
/// activated by anyone. Holds the bonds. Amounts are units of the coin, times Unix seconds.
///
/// What a proof decides, a proof strikes out at once. What cannot be shown on chain at once is asked for: a leaf, or the
/// anchored consent behind it. What nobody answers in time is struck out, too. Only the quality of the weights goes to
/// the arbiter.
interface IReleases {
    /// @notice A release was asserted. The event's fields are the assertion that later acts name.
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
    /// @notice An assertion was struck out for the sake of `consentId`. Half its bond is credited to the challenger, half
    /// goes to the offer's pool.
    event ReleaseChallenged(
        uint64 indexed offer, uint32 indexed release, address indexed challenger, bytes32 consentId
    );
    /// @notice The arbiter, or an arbiter's silence, took an assertion back. Its bond is credited to the asserter.
    event ReleaseCancelled(uint64 indexed offer, uint32 indexed release, address indexed by);
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
    /// @notice Somebody asks to be shown the leaf over a point of the weights, and that its consent is good.
    event LeafAsked(
        uint64 indexed offer, uint32 indexed release, address indexed asker, uint64 point, uint40 answerBy
    );
    /// @notice A question was answered. Its stake is credited to whoever answered.
    event LeafShown(uint64 indexed offer, uint32 indexed release, address indexed by, uint64 point);
    /// @notice ERC-792: a dispute about an assertion's quality waits for the arbiter. `disputeId` is
    /// `offer << 32 | release`; `evidence` is the SHA-256 of what the disputer says.
    event Dispute(uint256 indexed disputeId, address indexed disputer, bytes32 evidence, uint128 stake);
    /// @notice ERC-792: the arbiter ruled.
    event Ruling(address indexed arbiter, uint256 indexed disputeId, uint256 ruling);
    /// @notice Half a bond waits to be given to an offer's pool.
    event ForfeitGiven(uint64 indexed offer, uint128 amount);
    event BondCollected(address indexed account, address to, uint128 amount);

    /// @dev Releases are numbered without gaps, and one assertion is pending at a time.
    error ReleasesUnexpected(uint64 offer, uint32 release, uint32 expected);
    error ReleasesPending(uint64 offer);
    /// @dev Nothing is pending, or not what was named.
    error ReleasesNotPending(uint64 offer, uint32 release);
    error ReleasesNotActive(uint64 offer, uint32 release);
    /// @dev `at` lies in the future, before the last release's, or is too old.
    error ReleasesInvalidTime(uint40 at, uint40 earliest, uint256 latest);
    error ReleasesInvalidTerm(uint40 validUntil, uint256 earliest);
    error ReleasesInvalidRoot(bytes32 root, uint64 total);
    error ReleasesWindowOpen(uint64 offer, uint32 release, uint40 challengeEnds);
    error ReleasesWindowOver(uint64 offer, uint32 release, uint40 challengeEnds);
    error ReleasesTooSoon(uint64 offer, uint256 earliest);
    error ReleasesQuestionsOpen(uint64 offer, uint16 questions);
    error ReleasesDisputed(uint64 offer, uint32 release);
    error ReleasesNotDisputed(uint64 offer, uint32 release);
    error ReleasesInvalidRuling(uint256 ruling);
    error ReleasesInvalidProof(uint64 offer, uint32 release, uint256 index);
    error ReleasesInvalidPartProof(bytes32 consentId, bytes32 contributionId, uint256 index);
    error ReleasesNoFault(uint64 offer, uint32 release, bytes32 consentId);
    /// @dev An id that had no record at the assertion's time may be an anchored consent's: ask for it instead.
    error ReleasesNotDecidable(bytes32 consentId);
    error ReleasesInvalidPoint(uint64 point, uint64 total);
    error ReleasesAskedAlready(uint64 point);
    error ReleasesNotAsked(uint64 point);
    error ReleasesAnswerDue(uint64 point, uint40 answerBy);
    error ReleasesAnswerInsufficient(bytes32 consentId);
    error ReleasesNotCuttable(uint64 offer, bytes32 contributionId);
    error ReleasesPartAlreadyCut(uint64 offer, uint32 release, uint256 index, uint256 partIndex);
    /// @dev The coin kept part of a stake.
    error ReleasesStakeIncomplete(uint128 stake, uint128 received);
    error ReleasesNothingToCollect(address account);
    error ReleasesRulingDue(uint256 until);

    /// @notice Asserts the next release of an offer, with `bondFor(offer)` of the coin at stake (approved to this
    /// contract). A release that enrolls nothing and prolongs nothing, only removes, needs no bond.
    /// @param at The moment at which consents and statuses were read: not before the last release's, and after that of an
    /// assertion that was cancelled or struck out.
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

    /// @notice Makes an asserted release current once its challenge window is over, nothing is asked and nothing is
    /// disputed. Anyone may.
    function activateRelease(Assertion calldata asserted) external;

    /// @notice Strikes out a pending assertion that is wrong in ways no proof decides, without blame.
    function cancelRelease(Assertion calldata asserted) external;

    /// @notice Proves that a pending release enrolls a consent that was not live at its time for the offer's dataset and
    /// purposes, or that ends before the release does. For an id that had no record by then use `askLeaf`.
    function challengeDeadConsent(Assertion calldata asserted, LeafProof calldata leaf) external;

    /// @notice Proves that a pending release enrolls a contribution that was not accepted at its time.
    function challengeUnaccepted(
        Assertion calldata asserted,
        LeafProof calldata leaf,
        PartProof calldata part
    ) external;

    /// @notice Proves that a pending release enrolls a contribution twice, or again though it has an unfrozen position
    /// since `otherRelease`.
    function challengeDuplicate(
        Assertion calldata asserted,
        LeafProof calldata leaf,
        PartProof calldata part,
        uint32 otherRelease,
        LeafProof calldata otherLeaf,
        PartProof calldata otherPart
    ) external;

    /// @notice Asks, within the challenge window, to be shown the leaf over a point of the weights, and that its consent
    /// is good. Takes `questionStake()` of the coin (approved to this contract), which whoever answers gets.
    /// @param point Less than the assertion's total. However the tree is built, just one leaf lies over each point, so
    /// that there is always an answer to give.
    function askLeaf(Assertion calldata asserted, uint64 point) external;

    /// @notice Answers: shows the leaf and, where its consent has no record, the anchored consent. Anyone may.
    function showLeaf(
        Assertion calldata asserted,
        uint64 point,
        LeafProof calldata leaf,
        AnchoredConsent calldata anchored
    ) external;

    /// @notice Strikes out an assertion about which a question was not answered in time; whoever asked is its challenger.
    function strikeUnanswered(Assertion calldata asserted, uint64 point) external;

    /// @notice Credits a question's stake to its asker, once the assertion that it was about is gone. Anyone may.
    function takeBackStake(Assertion calldata asserted, uint64 point) external;

    /// @notice Disputes, within the challenge window, the quality of an assertion, with its bond's amount at stake, or the
    /// least bond where it has none (approved to this contract).
    /// @param evidence SHA-256 of what there is to say.
    function dispute(Assertion calldata asserted, bytes32 evidence) external;

    /// @notice ERC-792: rules on a dispute. 1 lets the assertion stand and credits its asserter the stake; 2 strikes it
    /// out. What 0 means there, a refusal, is silence here.
    function rule(Assertion calldata asserted, uint256 ruling) external;

    /// @notice Takes back an assertion whose dispute the arbiter left open for 30 days, or whose offer was closed;
    /// everybody has their stake back.
    function lapse(Assertion calldata asserted) external;

    /// @notice Takes a contribution that was accepted and then retracted, or removed by a ruling, out of its consent's
    /// position, once. Joins the leaf first if nobody has. Anyone may.
    function cut(uint64 offer, uint32 release, LeafProof calldata leaf, PartProof calldata part) external;

    /// @notice Gives an offer's pool what was forfeited to it. Anyone may.
    function giveForfeit(uint64 offer) external;

    /// @notice Pays out the caller's credit: bonds and stakes.
    function collect(address to) external returns (uint128 amount);

    /// @notice What is pending for an offer; the hash is zero when nothing is.
    function pendingOf(uint64 offer) external view returns (Pending memory);

    /// @notice What is asked about an assertion, by the hash of its ABI encoding.
    function questionOf(bytes32 assertion, uint64 point) external view returns (Question memory);

    /// @notice What the next assertion of an offer must put at stake.
    function bondFor(uint64 offer) external view returns (uint128);

    function questionStake() external view returns (uint128);

    /// @notice Whom the treasury's share of sales belongs to; Offers asks here.
    function treasury() external view returns (address);

    /// @notice How long an assertion can be challenged and a question answered, in seconds.
    function challengeWindow() external view returns (uint32);

    /// @notice What an account could collect now.
    function credit(address account) external view returns (uint128);

    /// @notice What is forfeited to an offer's pool and not given yet.
    function forfeited(uint64 offer) external view returns (uint128);
}
