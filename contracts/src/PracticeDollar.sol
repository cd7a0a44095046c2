// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title PracticeDollar
/// @notice Test money for practice DAOs: anyone may make as much of it as they like.
contract PracticeDollar is ERC20, ERC20Permit, ERC3009 {
    constructor() ERC20("Practice Dollar", "PRACTICE") ERC20Permit("Practice Dollar") { }

    /// @notice Gives `to` a fresh `amount`, in units of a millionth.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
