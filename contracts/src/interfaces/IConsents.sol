// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Consent } from "../types/Consent.sol";

/// @title IConsents
/// @notice Who permitted what, from when, until when. No role, vote or emergency stop reaches this contract. An
/// id is `keccak256(account ‖ inner)` with `inner` the hash of the consent, and is used once.
interface IConsents {
    /// @notice A member permitted `purposes` for a dataset until `end`.
    event ConsentGranted(
        bytes32 indexed consentId,
        address indexed account,
        bytes32 indexed dataset,
        bytes32 inner,
        bytes32 agreement,
        bytes32 terms,
        uint32 purposes,
        uint40 end,
        uint40 at
    );

    /// @notice A member took a consent back, or made sure that it can never be given.
    event ConsentWithdrawn(
        bytes32 indexed consentId, address indexed account, bytes32 indexed dataset, uint40 at
    );

    /// @notice A member stopped new uses. Licenses that were bought before go on until they end.
    event ConsentPaused(
        bytes32 indexed consentId, address indexed account, bytes32 indexed dataset, uint40 at
    );

    /// @dev The id was granted, withdrawn or paused before; a new salt makes a new one.
    error ConsentsIdUsed(bytes32 consentId);
    error ConsentsNoPurposes();
    error ConsentsEndPassed(uint40 end, uint256 time);
    error ConsentsInvalidSignature(address account);
    error ConsentsSignatureExpired(uint256 deadline, uint256 time);

    /// @notice Grants a consent of the caller.
    function grant(Consent calldata consent) external returns (bytes32 consentId);

    /// @notice Grants a consent that `account` signed. Anyone may relay.
    /// @param deadline Last second, in Unix time, at which the signature counts.
    function grantBySig(address account, Consent calldata consent, uint256 deadline, bytes calldata signature)
        external
        returns (bytes32 consentId);

    /// @notice Withdraws the caller's consents for a dataset, for good, and freezes their positions in the
    /// dataset's open offers. Works for ids that were never seen, moves no money and cannot be paused.
    /// @param inners The hashes that the ids are made of. Naming one again does no harm.
    function withdraw(bytes32 dataset, bytes32[] calldata inners) external;

    /// @notice Withdraws for an account that signed. The signature neither expires nor is used up, because
    /// all it can do is shrink what is permitted.
    function withdrawBySig(
        address account,
        bytes32 dataset,
        bytes32[] calldata inners,
        bytes calldata signature
    ) external;

    /// @notice Pauses the caller's consents for a dataset: no new license, no new release, and their positions
    /// in the dataset's open offers freeze, while licenses that were bought before may still be opened. Resuming
    /// is a new consent. A withdrawal still works after it; pausing what is paused or withdrawn does nothing. An
    /// id that was never seen can never be granted then, so that no pause is outrun by the grant it is meant
    /// for. Only the account's own ids can be named: they are made with it.
    function pause(bytes32 dataset, bytes32[] calldata inners) external;

    /// @notice Pauses for an account that signed. Like a withdrawal's, the signature neither expires nor is used
    /// up.
    function pauseBySig(address account, bytes32 dataset, bytes32[] calldata inners, bytes calldata signature)
        external;

    /// @notice What is recorded of an id; all zero for one that was never seen. Times in Unix seconds.
    function consentOf(bytes32 consentId)
        external
        view
        returns (uint32 purposes, uint40 grantedAt, uint40 end, uint40 withdrawnAt, uint40 pausedAt);

    /// @notice Whether the consent permits anything now.
    function isLive(bytes32 consentId) external view returns (bool);

    /// @notice Whether the consent was live at `time`. One withdrawn or paused in that very second still was:
    /// what was cut at `time` is not at fault for what the same second brought.
    function isLiveAt(bytes32 consentId, uint40 time) external view returns (bool);

    /// @notice Whether the consent is live and permits all of `purposes`.
    function covers(bytes32 consentId, uint32 purposes) external view returns (bool);

    /// @notice Whether the consent was live at `time` for this dataset and all of `purposes`, with an end not
    /// before `until`: what enrolling it in a release takes.
    function isEligible(bytes32 consentId, bytes32 dataset, uint32 purposes, uint40 time, uint40 until)
        external
        view
        returns (bool);

    /// @notice Whether the consent was live once and can never be again: withdrawn, paused or past its
    /// end.
    function isOver(bytes32 consentId) external view returns (bool);

    /// @notice The hash that, with the account, makes the id.
    function innerOf(Consent calldata consent) external pure returns (bytes32);

    function idOf(address account, bytes32 inner) external pure returns (bytes32);
}
