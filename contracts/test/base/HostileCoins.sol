// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Keeps a tenth of every transfer.
contract FeeCoin is ERC20 {
    constructor() ERC20("Fee", "FEE") { }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, to, value - value / 10);
        super._update(from, address(0), value / 10);
    }
}

/// @notice Calls whom it is told to before it moves anything.
contract HookCoin is ERC20 {
    address private _target;
    bytes private _data;
    bytes public failure;

    constructor() ERC20("Hook", "HOOK") { }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function hook(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        address target = _target;
        if (target != address(0)) {
            _target = address(0);
            (bool ok, bytes memory result) = target.call(_data);
            if (!ok) failure = result;
        }
        return super.transferFrom(from, to, value);
    }
}
