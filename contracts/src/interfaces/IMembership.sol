// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title IMembership
/// @notice Who belongs to the DAO: a token that cannot be moved, whose id is the member's address. The address
/// of this contract is the address of the DAO in messages that do not go on chain.
interface IMembership {
    /// @notice An account joined under a charter.
    event MemberJoined(address indexed member, bytes32 charter, uint40 at);

    /// @notice An account left. Its consents and earnings are untouched.
    event MemberLeft(address indexed member, uint40 at);

    /// @notice The charter that new members join under was replaced.
    event CharterChanged(bytes32 charter, uint40 at);

    /// @notice ERC-5192: the token cannot be transferred.
    event Locked(uint256 tokenId);

    error MembershipAlreadyMember(address account);
    error MembershipNotMember(address account);
    error MembershipNoCharter();
    error MembershipUnknownCharter(bytes32 given, bytes32 current);
    error MembershipInvalidSignature(address account);
    error MembershipSignatureExpired(uint256 deadline, uint256 time);
    /// @dev A signature lets an account join once; after leaving, a later deadline must be signed.
    error MembershipSignatureUsed(address account, uint256 deadline, uint256 lastDeadline);
    error MembershipNotTransferable(uint256 tokenId);

    /// @notice Joins under the current charter.
    /// @param charter Hash of the charter that the caller agrees to; must be the current one.
    function join(bytes32 charter) external;

    /// @notice Joins for an account that signed `Join(account,charter,deadline)`. Anyone may relay.
    /// @param deadline Last second, in Unix time, at which the signature counts.
    function joinBySig(address account, bytes32 charter, uint256 deadline, bytes calldata signature) external;

    /// @notice Leaves the DAO. Consents are withdrawn separately.
    function leave() external;

    /// @notice Replaces the charter for members who join from now on.
    function setCharter(bytes32 newCharter) external;

    function charter() external view returns (bytes32);

    function isMember(address account) external view returns (bool);

    /// @notice ERC-5192: true for every token there is.
    function locked(uint256 tokenId) external view returns (bool);
}
