// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice The short fields of a consent in one word, so that relaying one costs one word of calldata. From the low
/// bits up: dataset 64, salt 64, deadline (in an event: the time of the grant) 40, end 40, purposes 32; 16 stay zero.
/// Times are Unix seconds.
type ConsentBits is uint256;

using { datasetOf, saltOf, deadlineOf, endOf, purposesOf, withTime } for ConsentBits global;

function datasetOf(ConsentBits bits) pure returns (uint64) {
    return uint64(ConsentBits.unwrap(bits));
}

function saltOf(ConsentBits bits) pure returns (uint64) {
    return uint64(ConsentBits.unwrap(bits) >> 64);
}

function deadlineOf(ConsentBits bits) pure returns (uint40) {
    return uint40(ConsentBits.unwrap(bits) >> 128);
}

function endOf(ConsentBits bits) pure returns (uint40) {
    return uint40(ConsentBits.unwrap(bits) >> 168);
}

/// @dev All that is left, so that bits above the 32 make it too large to be stored.
function purposesOf(ConsentBits bits) pure returns (uint256) {
    return ConsentBits.unwrap(bits) >> 208;
}

/// @notice The same with another time in place of the deadline. With zero it is what the id is made of.
function withTime(ConsentBits bits, uint40 time) pure returns (ConsentBits) {
    uint256 mask = uint256(type(uint40).max) << 128;
    return ConsentBits.wrap((ConsentBits.unwrap(bits) & ~mask) | (uint256(time) << 128));
}

/// @notice A consent as its account signed it, in the short form of ERC-2098.
struct SignedConsent {
    address account;
    bytes32 terms;
    ConsentBits bits;
    bytes32 r;
    bytes32 vs;
}

/// @notice A signed consent under an anchored root.
struct AnchoredConsent {
    SignedConsent signed;
    bytes32 root;
    bytes32[] proof;
}

/// @notice What the chain keeps of a consent, in one word that is read and written once. From the low bits up: dataset 64,
/// the times of pause, of withdrawal and of the grant 40 each, end 40, purposes 32. A time of pause or withdrawal alone is
/// the tombstone of an id that was never seen here: an anchored one, or one that can never be granted now.
type ConsentRecord is uint256;

using {
    recordedDataset,
    pausedAt,
    withdrawnAt,
    grantedAt,
    recordedEnd,
    recordedPurposes,
    isStopped,
    withPause,
    withWithdrawal
} for ConsentRecord global;

uint256 constant PAUSED_AT = 64;
uint256 constant WITHDRAWN_AT = 104;
uint256 constant GRANTED_AT = 144;

/// @notice The record of a consent that is granted at `time`, with what tombstones say of it.
function recordOf(ConsentBits bits, uint40 time, ConsentRecord tombstones) pure returns (ConsentRecord) {
    uint256 stops = ConsentRecord.unwrap(tombstones) & (uint256(type(uint80).max) << PAUSED_AT);
    return ConsentRecord.wrap(
        stops | bits.datasetOf() | (uint256(time) << GRANTED_AT) | (uint256(bits.endOf()) << 184)
            | (bits.purposesOf() << 224)
    );
}

function recordedDataset(ConsentRecord record) pure returns (bytes32) {
    return bytes32(uint256(uint64(ConsentRecord.unwrap(record))));
}

function pausedAt(ConsentRecord record) pure returns (uint40) {
    return uint40(ConsentRecord.unwrap(record) >> PAUSED_AT);
}

function withdrawnAt(ConsentRecord record) pure returns (uint40) {
    return uint40(ConsentRecord.unwrap(record) >> WITHDRAWN_AT);
}

function grantedAt(ConsentRecord record) pure returns (uint40) {
    return uint40(ConsentRecord.unwrap(record) >> GRANTED_AT);
}

function recordedEnd(ConsentRecord record) pure returns (uint40) {
    return uint40(ConsentRecord.unwrap(record) >> 184);
}

function recordedPurposes(ConsentRecord record) pure returns (uint32) {
    return uint32(ConsentRecord.unwrap(record) >> 224);
}

function isStopped(ConsentRecord record) pure returns (bool) {
    return uint80(ConsentRecord.unwrap(record) >> PAUSED_AT) != 0;
}

/// @dev For a record without a pause.
function withPause(ConsentRecord record, uint256 time) pure returns (ConsentRecord) {
    return ConsentRecord.wrap(ConsentRecord.unwrap(record) | (time << PAUSED_AT));
}

/// @dev For a record without a withdrawal.
function withWithdrawal(ConsentRecord record, uint256 time) pure returns (ConsentRecord) {
    return ConsentRecord.wrap(ConsentRecord.unwrap(record) | (time << WITHDRAWN_AT));
}
