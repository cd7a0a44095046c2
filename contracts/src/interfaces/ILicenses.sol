// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Authorization } from "../types/Offer.sol";
import { IERC5643 } from "./IERC5643.sol";

/// @title ILicenses
/// @notice What a licensee may use until when, as a token (ERC-721, ERC-4906, ERC-5643) that cannot be moved. An id
/// is the offer and, below it, 64 bits that name the licensee's next license. Prices are in units of the DAO's coin,
/// times in Unix seconds, terms in months of 30 days. A buyer approves Offers, or signs a payment.
interface ILicenses is IERC5643 {
    /// @notice A license was bought. `price` is what arrived; what contributors and reviewers did not get of it is the
    /// treasury's.
    event LicenseBought(
        uint256 indexed license,
        uint64 indexed offer,
        address indexed licensee,
        uint32 release,
        uint32 purposes,
        uint40 start,
        uint40 end,
        uint128 price,
        uint128 contributors,
        uint128 reviewers
    );

    /// @notice A license was prolonged from `start` to `end` and moved to `release`.
    event LicenseRenewed(
        uint256 indexed license,
        uint32 release,
        uint40 start,
        uint40 end,
        uint128 price,
        uint128 contributors,
        uint128 reviewers
    );

    /// @notice A license ended before its time: its owner gave it up, or it was refunded or revoked.
    event LicenseEnded(uint256 indexed license, uint40 at);
    event LicenseRefunded(uint256 indexed license, address indexed licensee, uint128 amount);
    /// @notice A license was revoked for cause; `ruling` is the SHA-256 of the ruling's text.
    event LicenseRevoked(uint256 indexed license, bytes32 ruling);
    /// @notice ERC-4906.
    event MetadataUpdate(uint256 _tokenId);

    error LicensesNotTransferable(uint256 license);
    error LicensesNotOwner(uint256 license, address caller);
    error LicensesUnknown(uint256 license);
    error LicensesOver(uint256 license);
    /// @dev A license that was revoked cannot be renewed.
    error LicensesRevokedForCause(uint256 license);
    /// @dev Giving a license up costs nothing.
    error LicensesNothingToPay(uint256 value);
    /// @dev A signed payment pays its price and no other.
    error LicensesPriceChanged(uint128 signed, uint128 price);
    /// @dev ERC-5643's renewal names neither the release nor the most that is paid: `renew` does.
    error LicensesRenewByRenew();

    /// @notice Buys a license from the current release of an offer.
    /// @param release The release that the buyer expects; another one reverts.
    /// @param maxPrice The most that the buyer pays.
    /// @param to Who becomes the licensee.
    function buyFrom(uint64 offer, uint32 release, uint16 months, uint128 maxPrice, address to)
        external
        returns (uint256 license);

    /// @notice Buys with an ERC-2612 permit of the caller for `maxPrice` to this contract. A permit that fails (used by
    /// somebody else first) does not matter when the allowance suffices.
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
    ) external returns (uint256 license);

    /// @notice Buys for an account that signed a payment to this contract (EIP-3009). Anyone may relay.
    function buyWithAuthorization(Authorization calldata authorization) external returns (uint256 license);

    /// @notice Prolongs the caller's license from its end, or from now if that has passed.
    function renew(uint256 license, uint32 release, uint16 months, uint128 maxPrice) external;

    /// @notice Ends a license and credits its owner `amount`, from the treasury's share of sales as far as the treasury
    /// does not have it yet. What was credited to contributors is never touched.
    function refund(uint256 license, uint128 amount) external;

    /// @notice Ends a license after a final ruling, for good: it cannot be renewed.
    /// @param ruling SHA-256 of the ruling's text.
    function revoke(uint256 license, bytes32 ruling) external;

    /// @notice What a license permits to whom.
    function licenseOf(uint256 license)
        external
        view
        returns (address owner, uint64 offer, uint32 release, uint32 purposes, uint40 expiry);

    /// @notice Whether the license exists and has not ended.
    function isUsable(uint256 license) external view returns (bool);

    /// @notice The id that an account's next license of an offer will have.
    function nextLicense(uint64 offer, address to) external view returns (uint256);
}
