// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title IERC5643
/// @notice Subscription tokens, as ERC-5643 defines them.
interface IERC5643 {
    /// @notice A subscription now ends at `expiration`, in Unix seconds.
    event SubscriptionUpdate(uint256 indexed tokenId, uint64 expiration);

    /// @notice Renews a subscription by `duration` seconds.
    function renewSubscription(uint256 tokenId, uint64 duration) external payable;

    /// @notice Ends a subscription.
    function cancelSubscription(uint256 tokenId) external payable;

    /// @notice When a subscription ends, in Unix seconds.
    function expiresAt(uint256 tokenId) external view returns (uint64);

    /// @notice Whether a subscription can be renewed.
    function isRenewable(uint256 tokenId) external view returns (bool);
}
