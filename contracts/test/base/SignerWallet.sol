// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice A contract account (ERC-1271) that signs with one key.
contract SignerWallet {
    address private immutable _signer;

    constructor(address signer) {
        _signer = signer;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(hash, signature) == _signer ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}
