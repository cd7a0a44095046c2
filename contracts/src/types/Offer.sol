// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// What a sale or a claim touches is kept in words that are read once and written once, by hand: the compiler would read and
// write a struct's fields one by one.

/// @notice One slot, that can be pointed at.
struct Word {
    uint256 bits;
}

/// @notice Terms and price for the contributions whose consents cover `purposes`.
struct Offer {
    bytes32 dataset;
    bytes32 terms;
    uint80 pricePerMonth;
    uint80 reservePrice;
    uint8 maxMonths;
    uint32 purposes;
    uint40 validUntil;
    bool open;
    bool hasCarry;
}

/// @notice An offer as it is stored; `sale` is all that a sale asks.
struct StoredOffer {
    bytes32 dataset;
    bytes32 terms;
    uint256 sale;
}

/// @notice From the low bits up: purposes 32, end of the current release 40, longest term 8, open 1, has a carry 1, price 80,
/// reserve 80.
function unpackSale(Offer memory offer, uint256 word) pure {
    offer.purposes = uint32(word);
    offer.validUntil = uint40(word >> 32);
    offer.maxMonths = uint8(word >> 72);
    offer.open = (word >> 80) & 1 != 0;
    offer.hasCarry = (word >> 81) & 1 != 0;
    offer.pricePerMonth = uint80(word >> 82);
    offer.reservePrice = uint80(word >> 162);
}

function packSale(Offer memory offer) pure returns (uint256) {
    return uint256(offer.purposes) | (uint256(offer.validUntil) << 32) | (uint256(offer.maxMonths) << 72)
        | (offer.open ? 1 << 80 : 0) | (offer.hasCarry ? 1 << 81 : 0) | (uint256(offer.pricePerMonth) << 82)
        | (uint256(offer.reservePrice) << 162);
}

/// @notice What one release enrolled: the weights under `root` count from the pool's accumulator `acc` on.
struct Batch {
    // slot 0
    bytes32 root;
    // slot 1
    uint160 acc;
    uint64 total;
    // Unix seconds, until the year 2106.
    uint32 activatedAt;
}

/// @notice An offer's pool: income per unit of weight (64 fractional bits), weight, current release.
struct Pool {
    uint160 acc;
    uint64 weight;
    uint32 release;
}

/// @notice From the low bits up: accumulator 160, weight 64, release 32.
function unpackPool(uint256 word) pure returns (Pool memory pool) {
    pool.acc = uint160(word);
    pool.weight = uint64(word >> 160);
    pool.release = uint32(word >> 224);
}

function packPool(Pool memory pool) pure returns (uint256) {
    return uint256(pool.acc) | (uint256(pool.weight) << 160) | (uint256(pool.release) << 224);
}

/// @notice What one consent holds in one pool. What it is owed beyond `last` has a slot of its own.
struct Position {
    uint160 last;
    uint64 weight;
    bool frozen;
    bool hasOwed;
}

/// @notice From the low bits up: last 160, weight 64, frozen 1, has something owed 1.
function unpackPosition(uint256 word) pure returns (Position memory position) {
    position.last = uint160(word);
    position.weight = uint64(word >> 160);
    position.frozen = (word >> 224) & 1 != 0;
    position.hasOwed = (word >> 225) & 1 != 0;
}

function packPosition(Position memory position) pure returns (uint256) {
    return uint256(position.last) | (uint256(position.weight) << 160) | (position.frozen ? 1 << 224 : 0)
        | (position.hasOwed ? 1 << 225 : 0);
}

/// @notice The shares of sales that do not belong to contributors, and how a sale is split once that was changed.
struct Till {
    uint96 reviewers;
    uint96 treasury;
    uint16 reviewersBps;
    uint16 treasuryBps;
    bool splitChanged;
}

/// @notice From the low bits up: the reviewers' pot 96, the treasury's 96, their shares 16 each, whether they were changed 1.
function unpackTill(uint256 word) pure returns (Till memory till) {
    till.reviewers = uint96(word);
    till.treasury = uint96(word >> 96);
    till.reviewersBps = uint16(word >> 192);
    till.treasuryBps = uint16(word >> 208);
    till.splitChanged = word >> 224 != 0;
}

function packTill(Till memory till) pure returns (uint256) {
    return uint256(till.reviewers) | (uint256(till.treasury) << 96) | (uint256(till.reviewersBps) << 192)
        | (uint256(till.treasuryBps) << 208) | (till.splitChanged ? 1 << 224 : 0);
}

/// @notice The treasury's share on its way to the treasury. Refunds are paid from it and from what came in since.
struct Holdback {
    // slot 0
    uint96 held;
    uint40 heldSince;
}

/// @notice A purchase or a renewal, as its payer asked for it.
struct Purchase {
    uint64 offer;
    uint32 release;
    uint16 months;
    uint128 maxPrice;
    uint40 start;
    address payer;
}

/// @notice How a purchase's price was taken apart: `paid` is what arrived, the treasury's share is the rest.
struct Receipt {
    uint40 end;
    uint32 purposes;
    bool hasCarry;
    uint128 paid;
    uint128 contributors;
    uint128 reviewers;
}

/// @notice A purchase that the buyer paid for with a signature (EIP-3009). The authorization's nonce is
/// `keccak256(abi.encode(offer, release, months, buyer, price, salt))`, so that it can pay for nothing else.
struct Authorization {
    uint64 offer;
    uint32 release;
    uint16 months;
    uint128 price;
    address buyer;
    uint64 salt;
    uint256 validAfter;
    uint256 validBefore;
    uint8 v;
    bytes32 r;
    bytes32 s;
}
