// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC5267 } from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title SignedMessages
/// @notice The EIP-712 domain of the DAO's contracts: name "Usufruct", version "1", the chain, and the contract that
/// takes the message. So no message counts on another chain or in another DAO.
abstract contract SignedMessages is IERC5267 {
    // As numbers, so that assembly can name them; a test says that they are these hashes.
    /// @dev keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)").
    bytes32 internal constant DOMAIN = 0x8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f;
    /// @dev keccak256("Usufruct").
    bytes32 internal constant DOMAIN_NAME =
        0x1d5f91fd7af2931aab10f668fe17047f09853ca9564c2a4f1efb964e056da7cd;
    /// @dev keccak256("1").
    bytes32 internal constant DOMAIN_VERSION =
        0xc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc6;

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name_,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (0x0f, "Usufruct", "1", block.chainid, address(this), bytes32(0), new uint256[](0));
    }

    /// @dev Computed anew each time: a clone has nowhere to keep it that is cheaper to read.
    function _digestOf(bytes32 structHash) internal view returns (bytes32 digest) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, DOMAIN)
            mstore(add(at, 0x20), DOMAIN_NAME)
            mstore(add(at, 0x40), DOMAIN_VERSION)
            mstore(add(at, 0x60), chainid())
            mstore(add(at, 0x80), address())
            // The prefix 0x1901, the domain's hash, the message's.
            mstore(0x00, hex"1901")
            mstore(0x02, keccak256(at, 0xa0))
            mstore(0x22, structHash)
            digest := keccak256(0x00, 0x42)
            // The last two bytes lay where the free memory pointer begins.
            mstore(0x22, 0)
        }
    }

    /// @notice Whether `account` signed the message with this struct hash: by its key (65 bytes), or by ERC-1271 if it
    /// has code.
    /// @dev The key first, so that a plain account's code is never looked up.
    function _signed(address account, bytes32 structHash, bytes calldata signature)
        internal
        view
        returns (bool)
    {
        bytes32 digest = _digestOf(structHash);
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && signer == account) return true;
        return
            account.code.length != 0
                && SignatureChecker.isValidERC1271SignatureNow(account, digest, signature);
    }

    /// @notice Whether `account` signed by its key, in the short form of ERC-2098.
    function _signedShort(address account, bytes32 digest, bytes32 r, bytes32 vs)
        internal
        view
        returns (bool signed)
    {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, digest)
            mstore(add(at, 0x20), add(27, shr(255, vs)))
            mstore(add(at, 0x40), r)
            mstore(add(at, 0x60), shr(1, shl(1, vs)))
            // Nothing comes back for what is no signature.
            pop(staticcall(gas(), 1, at, 0x80, 0x00, 0x20))
            signed := and(eq(mload(0x00), shr(96, shl(96, account))), eq(returndatasize(), 0x20))
        }
    }
}
