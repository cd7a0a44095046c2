// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title SignedMessages
/// @notice The EIP-712 domain of the DAO's contracts. It binds the chain and the contract that takes a message.
abstract contract SignedMessages is EIP712 {
    constructor() EIP712("Usufruct", "1") { }

    /// @notice Whether `account` signed the message with this struct hash: by its key, or by ERC-1271 if it has
    /// code.
    function _signed(address account, bytes32 structHash, bytes calldata signature)
        internal
        view
        returns (bool)
    {
        return SignatureChecker.isValidSignatureNowCalldata(account, _hashTypedDataV4(structHash), signature);
    }
}
