// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ERC721 } from "solady/tokens/ERC721.sol";

import { IMembership } from "../interfaces/IMembership.sol";
import { Managed } from "../shared/Managed.sol";
import { SignedMessages } from "../shared/SignedMessages.sol";

/// @title Membership
/// @notice See the documentation in {IMembership}.
abstract contract Membership is IMembership, ERC721, SignedMessages, Managed {
    bytes32 private constant JOIN = keccak256("Join(address account,bytes32 charter,uint256 deadline)");
    bytes4 private constant ERC5192 = 0xb45a3c0e;

    // The charter that replaced the one of the founding; zero until then.
    bytes32 private _charter;

    /// @dev The charter that the DAO was founded on.
    function _foundingCharter() internal view virtual returns (bytes32);

    /// @inheritdoc IMembership
    function charter() public view returns (bytes32) {
        bytes32 replaced = _charter;
        return replaced == 0 ? _foundingCharter() : replaced;
    }

    /// @inheritdoc IMembership
    function join(bytes32 charter_) external {
        _join(msg.sender, charter_, _getExtraData(_tokenOf(msg.sender)));
    }

    /// @inheritdoc IMembership
    function joinBySig(address account, bytes32 charter_, uint256 deadline, bytes calldata signature)
        external
    {
        // Check: in time, not used before, signed by the account. The last deadline outlives the membership in
        // the token's spare bits, so that whoever left cannot be brought back with an old signature.
        if (block.timestamp > deadline) revert MembershipSignatureExpired(deadline, block.timestamp);
        uint96 lastDeadline = _getExtraData(_tokenOf(account));
        if (deadline <= lastDeadline) revert MembershipSignatureUsed(account, deadline, lastDeadline);
        bytes32 message = keccak256(abi.encode(JOIN, account, charter_, deadline));
        if (!_signed(account, message, signature)) revert MembershipInvalidSignature(account);

        _join(account, charter_, SafeCast.toUint96(deadline));
    }

    /// @inheritdoc IMembership
    function leave() external {
        // Check: the caller is a member.
        if (!isMember(msg.sender)) revert MembershipNotMember(msg.sender);

        // Effect: the token goes, the last deadline stays.
        _burn(_tokenOf(msg.sender));
        emit MemberLeft(msg.sender, uint40(block.timestamp));
    }

    /// @inheritdoc IMembership
    function setCharter(bytes32 newCharter) external restricted {
        // Check: zero would bring the first one back.
        if (newCharter == 0) revert MembershipNoCharter();

        // Effect: who joins from now on joins under this.
        _charter = newCharter;
        emit CharterChanged(newCharter, uint40(block.timestamp));
    }

    /// @inheritdoc IMembership
    function isMember(address account) public view returns (bool) {
        return _exists(_tokenOf(account));
    }

    /// @inheritdoc IMembership
    function locked(uint256 tokenId) external view returns (bool) {
        if (!_exists(tokenId)) revert TokenDoesNotExist();
        return true;
    }

    function name() public pure override returns (string memory) {
        return "Usufruct Membership";
    }

    function symbol() public pure override returns (string memory) {
        return "MEMBER";
    }

    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        if (!_exists(tokenId)) revert TokenDoesNotExist();
        return "";
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == ERC5192 || super.supportsInterface(interfaceId);
    }

    function _join(address account, bytes32 charter_, uint96 lastDeadline) private {
        // Check: the current charter, and not a member yet.
        bytes32 current = charter();
        if (charter_ != current) revert MembershipUnknownCharter(charter_, current);
        if (isMember(account)) revert MembershipAlreadyMember(account);

        // Effect: mint the token that cannot be moved.
        _mintAndSetExtraDataUnchecked(account, _tokenOf(account), lastDeadline);
        emit Locked(_tokenOf(account));
        emit MemberJoined(account, charter_, uint40(block.timestamp));
    }

    function _tokenOf(address account) private pure returns (uint256) {
        return uint160(account);
    }

    function _beforeTokenTransfer(address from, address to, uint256 tokenId) internal pure override {
        if (from != address(0) && to != address(0)) revert MembershipNotTransferable(tokenId);
    }
}
