// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title ILicenses
/// @notice What a licensee may use until when, as a token that cannot be moved. An id is `offer << 64 | serial`.
/// The price goes from the buyer straight to Offers, so it is **Offers** that the buyer approves.
interface ILicenses {
    /// @notice A license was bought. `price` is what the buyer paid.
    event LicenseBought(
        uint256 indexed license,
        uint64 indexed offer,
        address indexed licensee,
        uint32 release,
        uint32 purposes,
        uint40 start,
        uint40 end,
        uint128 price
    );

    /// @notice A license was prolonged and moved to `release`.
    event LicenseRenewed(uint256 indexed license, uint32 release, uint40 end, uint128 price);

    error LicensesNotTransferable(uint256 license);
    error LicensesNotOwner(uint256 license, address caller);
    error LicensesUnknown(uint256 license);

    /// @notice Buys a license from the current release of an offer.
    /// @param release The release that the buyer expects; another one reverts.
    /// @param months Term in months of 30 days.
    /// @param maxPrice The most that the buyer pays, in units of the coin.
    /// @param to Who becomes the licensee.
    function buy(uint64 offer, uint32 release, uint16 months, uint128 maxPrice, address to)
        external
        returns (uint256 license);

    /// @notice Buys with an ERC-2612 permit of the caller for `maxPrice` to Offers. A permit that fails (used
    /// by somebody else first) does not matter when the allowance suffices.
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

    /// @notice Prolongs the caller's license from its end, or from now if that has passed.
    function renew(uint256 license, uint32 release, uint16 months, uint128 maxPrice) external;

    /// @notice What a license permits to whom. `expiry` in Unix seconds.
    function licenseOf(uint256 license)
        external
        view
        returns (address owner, uint64 offer, uint32 release, uint32 purposes, uint40 expiry);

    /// @notice Whether the license exists and has not expired.
    function isValid(uint256 license) external view returns (bool);
}
