// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ERC721 } from "solady/tokens/ERC721.sol";
import { SafeTransferLib } from "solady/utils/SafeTransferLib.sol";
import { IERC3009 } from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";

import { IERC5643 } from "../interfaces/IERC5643.sol";
import { ILicenses } from "../interfaces/ILicenses.sol";
import { Authorization, Purchase, Receipt } from "../types/Offer.sol";
import { Sales } from "./Sales.sol";

/// @title Licenses
/// @notice The part of Offers that is an ERC-721: see {ILicenses}.
abstract contract Licenses is ILicenses, ERC721, Sales {
    bytes4 private constant ERC4906 = 0x49064906;

    /// @inheritdoc ILicenses
    function buyFrom(uint64 offer, uint32 release, uint16 months, uint128 maxPrice, address to)
        external
        nonReentrant
        returns (uint256)
    {
        return _buy(offer, release, months, maxPrice, to);
    }

    /// @inheritdoc ILicenses
    function buyWithPermit(
        uint64 offer,
        uint32 release,
        uint16 months,
        uint128 maxPrice,
        address to,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256) {
        // Interaction: anyone can spend a permit first, so the allowance decides and not this call.
        try IERC20Permit(coin()).permit(msg.sender, address(this), maxPrice, deadline, v, r, s) { } catch { }

        return _buy(offer, release, months, maxPrice, to);
    }

    /// @inheritdoc ILicenses
    function buyWithAuthorization(Authorization calldata authorization)
        external
        nonReentrant
        returns (uint256)
    {
        // Check: what the purchase comes to.
        Purchase memory purchase = Purchase({
            offer: authorization.offer,
            release: authorization.release,
            months: authorization.months,
            maxPrice: authorization.price,
            start: uint40(block.timestamp),
            payer: authorization.buyer
        });
        (Receipt memory receipt, uint128 price) = _quote(purchase);
        if (price != authorization.price) revert LicensesPriceChanged(authorization.price, price);

        // Interaction: the coin moves the price by the buyer's signature, whose nonce names this purchase. All of it, because
        // a coin that knows no authorizations may take the call and do nothing.
        receipt.paid = _pullAuthorized(authorization);
        if (receipt.paid != price) revert LicensesPriceChanged(price, receipt.paid);
        return _mintLicense(purchase, receipt, authorization.buyer);
    }

    /// @inheritdoc ILicenses
    function renew(uint256 license, uint32 release, uint16 months, uint128 maxPrice) external nonReentrant {
        // Check: the caller's own.
        if (_ownerOf(license) != msg.sender) revert LicensesNotOwner(license, msg.sender);

        // Check: not revoked, which is for good.
        uint96 terms = _getExtraData(license);
        if (uint32(terms >> 24) == 0) revert LicensesRevokedForCause(license);

        // Interaction: pay the pool, for a term that begins where the old one ends.
        uint40 start = uint40(block.timestamp);
        uint40 expiry = _expiryOf(terms);
        if (expiry > start) start = expiry;
        Purchase memory purchase = Purchase({
            offer: uint64(license >> 64),
            release: release,
            months: months,
            maxPrice: maxPrice,
            start: start,
            payer: msg.sender
        });
        (Receipt memory receipt, uint128 price) = _quote(purchase);
        receipt.paid = _pull(coin(), msg.sender, price);
        _share(purchase.offer, receipt);

        // Effect: the new term and release.
        _setExtraData(license, _pack(receipt.end, receipt.purposes, release));
        emit LicenseRenewed(
            license, release, start, receipt.end, receipt.paid, receipt.contributors, receipt.reviewers
        );
        emit SubscriptionUpdate(license, receipt.end);
        emit MetadataUpdate(license);
    }

    /// @inheritdoc IERC5643
    function renewSubscription(uint256, uint64) external payable {
        revert LicensesRenewByRenew();
    }

    /// @inheritdoc IERC5643
    function cancelSubscription(uint256 license) external payable {
        // Check: the caller's own, and nothing is sent along that could not be sent back.
        if (msg.value != 0) revert LicensesNothingToPay(msg.value);
        if (_ownerOf(license) != msg.sender) revert LicensesNotOwner(license, msg.sender);
        _end(license);
    }

    /// @inheritdoc ILicenses
    function refund(uint256 license, uint128 amount) external restricted {
        // Effect: the license ends, and its owner has a credit from what was never anybody else's.
        address owner = _end(license);
        _takeRefund(amount);
        _credits[owner] += amount;
        emit LicenseRefunded(license, owner, amount);
    }

    /// @inheritdoc ILicenses
    function revoke(uint256 license, bytes32 ruling) external restricted {
        // Effect: it ends, and permits nothing for good: without purposes it cannot be renewed.
        _end(license);
        _setExtraData(license, _pack(uint40(block.timestamp), 0, uint24(_getExtraData(license))));
        emit LicenseRevoked(license, ruling);
    }

    /// @inheritdoc ILicenses
    function licenseOf(uint256 license)
        external
        view
        returns (address owner, uint64 offer, uint32 release, uint32 purposes, uint40 expiry)
    {
        owner = _ownerOf(license);
        if (owner == address(0)) revert LicensesUnknown(license);
        uint96 terms = _getExtraData(license);
        return (owner, uint64(license >> 64), uint24(terms), uint32(terms >> 24), _expiryOf(terms));
    }

    /// @inheritdoc ILicenses
    function isUsable(uint256 license) external view returns (bool) {
        return _expiryOf(_getExtraData(license)) > block.timestamp;
    }

    /// @inheritdoc IERC5643
    function expiresAt(uint256 license) external view returns (uint64) {
        if (!_exists(license)) revert LicensesUnknown(license);
        return _expiryOf(_getExtraData(license));
    }

    /// @inheritdoc IERC5643
    function isRenewable(uint256 license) external view returns (bool) {
        if (!_exists(license)) revert LicensesUnknown(license);
        return _saleOf(uint64(license >> 64)).open;
    }

    /// @inheritdoc ILicenses
    function nextLicense(uint64 offer, address to) public view returns (uint256) {
        // Licenses are never moved or burned, so that how many an account has names the next one.
        return (uint256(offer) << 64) | uint64(uint256(keccak256(abi.encode(to, balanceOf(to)))));
    }

    function name() public pure override returns (string memory) {
        return "Usufruct License";
    }

    function symbol() public pure override returns (string memory) {
        return "LICENSE";
    }

    function tokenURI(uint256 license) public view override returns (string memory) {
        if (!_exists(license)) revert TokenDoesNotExist();
        return "";
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC5643).interfaceId || interfaceId == ERC4906
            || super.supportsInterface(interfaceId);
    }

    function _buy(uint64 offer, uint32 release, uint16 months, uint128 maxPrice, address to)
        private
        returns (uint256)
    {
        Purchase memory purchase = Purchase({
            offer: offer,
            release: release,
            months: months,
            maxPrice: maxPrice,
            start: uint40(block.timestamp),
            payer: msg.sender
        });
        (Receipt memory receipt, uint128 price) = _quote(purchase);
        receipt.paid = _pull(coin(), msg.sender, price);
        return _mintLicense(purchase, receipt, to);
    }

    function _mintLicense(Purchase memory purchase, Receipt memory receipt, address to)
        private
        returns (uint256 license)
    {
        // Effect: everybody has their share.
        _share(purchase.offer, receipt);

        // Effect: owner and terms, in one slot.
        license = nextLicense(purchase.offer, to);
        if (_exists(license)) revert TokenAlreadyExists();
        _mintAndSetExtraDataUnchecked(to, license, _pack(receipt.end, receipt.purposes, purchase.release));
        emit LicenseBought(
            license,
            purchase.offer,
            to,
            purchase.release,
            receipt.purposes,
            purchase.start,
            receipt.end,
            receipt.paid,
            receipt.contributors,
            receipt.reviewers
        );
        emit SubscriptionUpdate(license, receipt.end);
    }

    function _pullAuthorized(Authorization calldata authorization) private returns (uint128) {
        address paid = coin();
        uint256 before = SafeTransferLib.balanceOf(paid, address(this));
        bytes32 nonce = keccak256(
            abi.encode(
                authorization.offer,
                authorization.release,
                authorization.months,
                authorization.buyer,
                authorization.price,
                authorization.salt
            )
        );
        IERC3009(paid)
            .receiveWithAuthorization(
                authorization.buyer,
                address(this),
                authorization.price,
                authorization.validAfter,
                authorization.validBefore,
                nonce,
                authorization.v,
                authorization.r,
                authorization.s
            );
        return SafeCast.toUint128(SafeTransferLib.balanceOf(paid, address(this)) - before);
    }

    /// @dev Ends a license now, and keeps what it was of.
    function _end(uint256 license) private returns (address owner) {
        // Check: there is something to end.
        owner = _ownerOf(license);
        if (owner == address(0)) revert LicensesUnknown(license);
        uint96 terms = _getExtraData(license);
        if (_expiryOf(terms) <= block.timestamp) revert LicensesOver(license);

        // Effect: it ends in this second.
        uint40 time = uint40(block.timestamp);
        _setExtraData(license, _pack(time, uint32(terms >> 24), uint24(terms)));
        emit LicenseEnded(license, time);
        emit SubscriptionUpdate(license, time);
        emit MetadataUpdate(license);
    }

    function _pack(uint40 expiry, uint32 purposes, uint32 release) private pure returns (uint96) {
        return (uint96(expiry) << 56) | (uint96(purposes) << 24) | SafeCast.toUint24(release);
    }

    function _expiryOf(uint96 terms) private pure returns (uint40) {
        return uint40(terms >> 56);
    }

    function _beforeTokenTransfer(address from, address to, uint256 license) internal pure override {
        if (from != address(0) && to != address(0)) revert LicensesNotTransferable(license);
    }
}
