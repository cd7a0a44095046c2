// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ERC721 } from "solady/tokens/ERC721.sol";

import { ILicenses } from "./interfaces/ILicenses.sol";
import { IOffers } from "./interfaces/IOffers.sol";
import { Sale } from "./types/Offer.sol";

/// @title Licenses
/// @notice See the documentation in {ILicenses}.
contract Licenses is ILicenses, ERC721 {
    IOffers public immutable offers;
    address public immutable coin;

    mapping(uint64 offer => uint64) private _serials;

    /// @param offers_ The DAO's Offers contract.
    /// @param coin_ The coin that Offers takes.
    constructor(address offers_, address coin_) {
        offers = IOffers(offers_);
        coin = coin_;
    }

    /// @inheritdoc ILicenses
    function buy(uint64 offer, uint32 release, uint16 months, uint128 maxPrice, address to)
        external
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
    ) external returns (uint256) {
        // Interaction: anyone can spend a permit first, so the allowance decides and not this call.
        try IERC20Permit(coin).permit(msg.sender, address(offers), maxPrice, deadline, v, r, s) { } catch { }

        return _buy(offer, release, months, maxPrice, to);
    }

    /// @inheritdoc ILicenses
    function renew(uint256 license, uint32 release, uint16 months, uint128 maxPrice) external {
        // Check: the caller's own.
        if (_ownerOf(license) != msg.sender) revert LicensesNotOwner(license, msg.sender);

        // Interaction: pay the pool.
        uint40 start = uint40(block.timestamp);
        uint40 expiry = _expiryOf(_getExtraData(license));
        if (expiry > start) start = expiry;
        (uint128 price, uint32 purposes, uint40 end) = offers.sell(
            Sale({
                offer: uint64(license >> 64),
                release: release,
                months: months,
                maxPrice: maxPrice,
                start: start,
                license: license,
                payer: msg.sender
            })
        );

        // Effect: the new term and release.
        _setExtraData(license, _pack(end, purposes, release));
        emit LicenseRenewed(license, release, end, price);
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
    function isValid(uint256 license) external view returns (bool) {
        return _ownerOf(license) != address(0) && _expiryOf(_getExtraData(license)) > block.timestamp;
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

    function _buy(uint64 offer, uint32 release, uint16 months, uint128 maxPrice, address to)
        private
        returns (uint256 license)
    {
        // Effect: the next serial of the offer.
        license = (uint256(offer) << 64) | ++_serials[offer];

        // Interaction: pay the pool, which checks offer, release, term and price.
        uint40 start = uint40(block.timestamp);
        (uint128 price, uint32 purposes, uint40 end) = offers.sell(
            Sale({
                offer: offer,
                release: release,
                months: months,
                maxPrice: maxPrice,
                start: start,
                license: license,
                payer: msg.sender
            })
        );

        // Effect: owner and terms, in one slot.
        _mintAndSetExtraDataUnchecked(to, license, _pack(end, purposes, release));
        emit LicenseBought(license, offer, to, release, purposes, start, end, price);
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
