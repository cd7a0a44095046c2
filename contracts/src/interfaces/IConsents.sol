// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AnchoredConsent, ConsentBits, SignedConsent } from "../types/Consent.sol";

/// @title IConsents
/// @notice Who permitted what, from when, until when. No role, vote or emergency stop reaches these functions. An id
/// is `keccak256(account ‖ inner)`, `inner` being the hash of terms and short fields, and is used once. `terms` is
/// the SHA-256 of the signed terms' canonical JSON, which names the agreement by its hash.
///
/// A dataset's id has 64 bits, in a word of 32 bytes. Times are Unix seconds.
interface IConsents {
    /// @notice A member permitted something. `grant` has the time of the grant in place of the deadline; the consent's id
    /// follows from the three.
    event ConsentGranted(address indexed account, bytes32 terms, ConsentBits grant);

    /// @notice A member took a consent back, or made sure that it can never be given.
    event ConsentWithdrawn(bytes32 indexed consentId);

    /// @notice A member stopped new uses. Licenses that were bought before go on until they end.
    event ConsentPaused(bytes32 indexed consentId);

    /// @notice Signed consents lie under `root`; the file with them has the SHA-256 `file`.
    event ConsentsAnchored(bytes32 root, bytes32 file);

    /// @dev The id was granted, withdrawn or paused before; a new salt makes a new one.
    error ConsentsIdUsed(bytes32 consentId);
    /// @dev Nothing is recorded of the id; `withdraw` takes ids that were never seen.
    error ConsentsUnknown(bytes32 consentId);
    error ConsentsNoPurposes();
    /// @dev Bits above the 32 of the purposes are set.
    error ConsentsInvalidBits(ConsentBits bits);
    error ConsentsEndPassed(uint40 end, uint256 time);
    error ConsentsInvalidSignature(address account);
    error ConsentsSignatureExpired(uint256 deadline, uint256 time);
    error ConsentsRootUsed(bytes32 root);

    /// @notice Grants a consent of the caller. The deadline in `bits` does not matter.
    function record(bytes32 terms, ConsentBits bits) external returns (bytes32 consentId);

    /// @notice Grants a consent that a plain account signed. Anyone may relay, until the deadline in `bits`.
    function recordBySig(SignedConsent calldata signed) external;

    /// @notice Grants many consents that plain accounts signed, or none of them.
    function recordManyBySig(SignedConsent[] calldata many) external;

    /// @notice Grants a consent that any account signed: by its key (65 bytes), or by ERC-1271 if it has code.
    function recordBySignature(address account, bytes32 terms, ConsentBits bits, bytes calldata signature)
        external
        returns (bytes32 consentId);

    /// @notice Anchors a Merkle root over signed consents (OpenZeppelin's trees: sorted pairs, leaves hashed twice).
    /// Anyone may: a leaf is void without its account's own signature, whose deadline must not have passed by then.
    /// @param root The root; used once.
    /// @param file SHA-256 of the file with the leaves, which belongs into public storage: a root alone proves nothing.
    function anchorConsents(bytes32 root, bytes32 file) external;

    /// @notice Withdraws the caller's consents for a dataset, for good, and freezes their positions in the dataset's
    /// open offers. Works for ids that were never seen, moves no money and cannot be paused.
    /// @param dataset Counts for ids without a record; for the others the record's own does.
    /// @param inners The hashes that the ids are made of. Naming one again does no harm.
    function withdraw(bytes32 dataset, bytes32[] calldata inners) external;

    /// @notice Withdraws one consent of the caller that has a record, the cheapest way.
    function withdrawGranted(bytes32 inner) external;

    /// @notice Withdraws for an account that signed. The signature neither expires nor is used up, because all it can
    /// do is shrink what is permitted.
    function withdrawBySig(
        address account,
        bytes32 dataset,
        bytes32[] calldata inners,
        bytes calldata signature
    ) external;

    /// @notice Pauses the caller's consents for a dataset: no new license, no new release, and their positions in the
    /// dataset's open offers freeze, while licenses that were bought before may still be opened. Resuming is a new
    /// consent. A withdrawal still works after it; pausing what is paused or withdrawn does nothing. An id that was
    /// never seen can never be granted then, so that no pause is outrun by the grant it is meant for. Only the
    /// account's own ids can be named: they are made with it.
    function pause(bytes32 dataset, bytes32[] calldata inners) external;

    /// @notice Pauses for an account that signed. Like a withdrawal's, the signature neither expires nor is used up.
    function pauseBySig(address account, bytes32 dataset, bytes32[] calldata inners, bytes calldata signature)
        external;

    /// @notice What is recorded of an id; all zero for one that was never seen.
    function consentOf(bytes32 consentId)
        external
        view
        returns (uint32 purposes, uint40 grantedAt, uint40 end, uint40 withdrawnAt, uint40 pausedAt);

    /// @notice Whether a consent with a record permits anything now.
    function isLive(bytes32 consentId) external view returns (bool);

    /// @notice Whether a consent with a record was live at `time`. One withdrawn or paused in that very second still
    /// was: what was cut at `time` is not at fault for what the same second brought.
    function isLiveAt(bytes32 consentId, uint40 time) external view returns (bool);

    /// @notice Whether a consent with a record is live and permits all of `purposes`.
    function covers(bytes32 consentId, uint32 purposes) external view returns (bool);

    /// @notice Whether a consent with a record was live at `time` for this dataset and all of `purposes`, with an end
    /// not before `until`: what enrolling it in a release takes.
    function isEligible(bytes32 consentId, bytes32 dataset, uint32 purposes, uint40 time, uint40 until)
        external
        view
        returns (bool);

    /// @notice The same for a consent under an anchored root: the proof holds, the account signed, and no tombstone
    /// has been set up to `time`.
    function isAnchoredEligible(
        AnchoredConsent calldata anchored,
        bytes32 dataset,
        uint32 purposes,
        uint40 time,
        uint40 until
    ) external view returns (bool);

    /// @notice Whether the id has a record or a tombstone.
    function isKnown(bytes32 consentId) external view returns (bool);

    /// @notice Whether the consent can never be live again: withdrawn, paused, or recorded and past its end.
    function isOver(bytes32 consentId) external view returns (bool);

    /// @notice When a root was anchored; 0 for one that was not.
    function anchoredAt(bytes32 root) external view returns (uint40);

    /// @notice The hash that, with the account, makes the id. The deadline in `bits` does not matter.
    function innerOf(bytes32 terms, ConsentBits bits) external pure returns (bytes32);

    function idOf(address account, bytes32 inner) external pure returns (bytes32);
}
