// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title PlainLicense
/// @notice What bench/gas holds our licenses against: the same checks, events, split and O(1) pool, written as
/// one would with OpenZeppelin and no thought of gas, in one contract. A license is an ERC-721 with an expiry
/// as in ERC-5643. It saves what is easily saved: sized fields that the compiler packs by itself, no guard
/// against re-entry because the coin is called last, no measuring of what arrived.
contract PlainLicense is ERC721, Ownable {
    using SafeERC20 for IERC20;

    struct Offer {
        bytes32 dataset;
        bytes32 terms;
        uint128 pricePerMonth;
        uint32 purposes;
        uint16 maxMonths;
        bool open;
        // Current release; 0 before the first.
        uint32 release;
        uint64 validUntil;
    }

    /// @dev Income per unit of weight, with 64 fractional bits.
    struct Pool {
        uint256 acc;
        uint256 weight;
    }

    struct License {
        uint64 offer;
        uint32 release;
        uint32 purposes;
        uint64 expiresAt;
    }

    event LicenseBought(
        uint256 indexed license,
        uint64 indexed offer,
        address indexed licensee,
        uint32 release,
        uint32 purposes,
        uint64 start,
        uint64 end,
        uint256 price
    );
    event LicenseRenewed(uint256 indexed license, uint32 release, uint64 end, uint256 price);
    event IncomeCredited(
        uint64 indexed offer,
        uint256 indexed license,
        uint256 price,
        uint256 contributors,
        uint256 reviewers,
        uint256 treasury
    );

    error OfferClosed(uint64 offer);
    error UnexpectedRelease(uint64 offer, uint32 release, uint32 current);
    error TermOutOfRange(uint16 months, uint16 maxMonths);
    error TermBeyondRelease(uint64 end, uint64 validUntil);
    error PriceAboveMaximum(uint256 price, uint256 maxPrice);
    error NobodyToPay(uint64 offer);
    error NotOwner(uint256 license, address caller);
    error NotTransferable(uint256 license);

    uint256 private constant BPS = 10_000;
    uint64 private constant MONTH = 30 days;

    IERC20 public immutable coin;

    uint256 public lastLicense;
    uint64 public lastOffer;
    uint16 public reviewersBps;
    uint16 public treasuryBps;
    uint256 public reviewersPot;
    uint256 public treasuryPot;
    mapping(uint64 offer => Offer) public offers;
    mapping(uint64 offer => Pool) public pools;
    mapping(uint256 license => License) public licenses;

    constructor(IERC20 coin_, uint16 reviewersBps_, uint16 treasuryBps_)
        ERC721("Plain License", "LICENSE")
        Ownable(msg.sender)
    {
        coin = coin_;
        reviewersBps = reviewersBps_;
        treasuryBps = treasuryBps_;
    }

    function createOffer(
        bytes32 dataset,
        bytes32 terms,
        uint32 purposes,
        uint128 pricePerMonth,
        uint16 maxMonths
    ) external onlyOwner returns (uint64 offer) {
        offer = ++lastOffer;
        offers[offer] = Offer({
            dataset: dataset,
            terms: terms,
            pricePerMonth: pricePerMonth,
            purposes: purposes,
            maxMonths: maxMonths,
            open: true,
            release: 0,
            validUntil: 0
        });
    }

    /// @notice Makes the next release current, with the weight of those whom it enrolls.
    function release(uint64 offer, uint64 validUntil, uint256 weight) external onlyOwner {
        offers[offer].release += 1;
        offers[offer].validUntil = validUntil;
        pools[offer].weight += weight;
    }

    function buy(uint64 offer, uint32 expectedRelease, uint16 months, uint256 maxPrice, address to)
        external
        returns (uint256 license)
    {
        license = ++lastLicense;
        uint64 start = uint64(block.timestamp);
        uint64 end = _endOf(offer, months, start);
        uint32 purposes = offers[offer].purposes;
        licenses[license] =
            License({ offer: offer, release: expectedRelease, purposes: purposes, expiresAt: end });
        _mint(to, license);
        uint256 price = _sell(offer, expectedRelease, months, maxPrice, license);
        emit LicenseBought(license, offer, to, expectedRelease, purposes, start, end, price);
    }

    function renew(uint256 license, uint32 expectedRelease, uint16 months, uint256 maxPrice) external {
        if (ownerOf(license) != msg.sender) revert NotOwner(license, msg.sender);
        License storage $ = licenses[license];
        uint64 start = $.expiresAt > block.timestamp ? $.expiresAt : uint64(block.timestamp);
        uint64 end = _endOf($.offer, months, start);
        $.release = expectedRelease;
        $.expiresAt = end;
        uint256 price = _sell($.offer, expectedRelease, months, maxPrice, license);
        emit LicenseRenewed(license, expectedRelease, end, price);
    }

    function isValid(uint256 license) external view returns (bool) {
        return _ownerOf(license) != address(0) && licenses[license].expiresAt > block.timestamp;
    }

    function _sell(uint64 offer, uint32 expectedRelease, uint16 months, uint256 maxPrice, uint256 license)
        private
        returns (uint256 price)
    {
        Offer storage $ = offers[offer];
        if (!$.open) revert OfferClosed(offer);
        if (expectedRelease == 0 || expectedRelease != $.release) {
            revert UnexpectedRelease(offer, expectedRelease, $.release);
        }
        price = uint256($.pricePerMonth) * months;
        if (price > maxPrice) revert PriceAboveMaximum(price, maxPrice);
        Pool storage pool = pools[offer];
        if (pool.weight == 0) revert NobodyToPay(offer);

        uint256 reviewers = price * reviewersBps / BPS;
        uint256 treasury = price * treasuryBps / BPS;
        uint256 contributors = price - reviewers - treasury;
        reviewersPot += reviewers;
        treasuryPot += treasury;
        pool.acc += (contributors << 64) / pool.weight;
        emit IncomeCredited(offer, license, price, contributors, reviewers, treasury);

        coin.safeTransferFrom(msg.sender, address(this), price);
    }

    function _endOf(uint64 offer, uint16 months, uint64 start) private view returns (uint64 end) {
        Offer storage $ = offers[offer];
        if (months == 0 || months > $.maxMonths) revert TermOutOfRange(months, $.maxMonths);
        end = start + months * MONTH;
        if (end > $.validUntil) revert TermBeyondRelease(end, $.validUntil);
    }

    function _update(address to, uint256 license, address auth) internal override returns (address from) {
        from = super._update(to, license, auth);
        if (from != address(0) && to != address(0)) revert NotTransferable(license);
    }
}
