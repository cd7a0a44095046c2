// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

abstract contract AnyCoin is ERC20 {
    constructor() ERC20("Any", "ANY") { }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice Keeps a tenth of every transfer.
contract FeeCoin is AnyCoin {
    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, to, value - value / 10);
        super._update(from, address(0), value / 10);
    }
}

/// @notice Calls whom it is told to before it moves anything.
contract HookCoin is AnyCoin {
    address private _target;
    bytes private _data;
    bytes public failure;
    bool public called;

    function hook(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
        (failure, called) = ("", false);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        callOut();
        return super.transferFrom(from, to, value);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        callOut();
        return super.transfer(to, value);
    }

    function callOut() private {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        (bool ok, bytes memory result) = target.call(_data);
        (called, failure) = (ok, result);
    }
}

/// @notice Refuses to send to whom it does not like.
contract BlacklistCoin is AnyCoin {
    error Blacklisted(address account);

    mapping(address account => bool) private _refused;

    function refuse(address account) external {
        _refused[account] = true;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (_refused[to]) revert Blacklisted(to);
        if (_refused[from]) revert Blacklisted(from);
        super._update(from, to, value);
    }
}

/// @notice Says nothing after a transfer, as some old coins do.
contract SilentCoin is AnyCoin {
    function transfer(address to, uint256 value) public override returns (bool) {
        super.transfer(to, value);
        silence();
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        super.transferFrom(from, to, value);
        silence();
    }

    function approve(address spender, uint256 value) public override returns (bool) {
        super.approve(spender, value);
        // Tests that approve expect an answer; contracts get none.
        if (msg.sender.code.length == 0) return true;
        silence();
    }

    function silence() private pure {
        assembly ("memory-safe") {
            return(0, 0)
        }
    }
}

/// @notice Says false, and moves nothing, once it is told to.
contract FalseCoin is AnyCoin {
    bool private _lies;

    function lie() external {
        _lies = true;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return !_lies && super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return !_lies && super.transferFrom(from, to, value);
    }
}

/// @notice Takes any call, and does nothing for those that it does not know.
contract PhantomCoin is AnyCoin {
    fallback() external { }
}

/// @notice Moves money with the digits that ether has.
contract EtherCoin is AnyCoin { }
