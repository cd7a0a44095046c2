// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Dao, Founding } from "../../src/types/Founding.sol";
import { MemberActs } from "./MemberActs.sol";

/// @notice What the factory's clones are clones of.
interface IFactoryCode {
    function membersCode() external view returns (address);
    function offersCode() external view returns (address);
    function releasesCode() external view returns (address);
    function contributionsCode() external view returns (address);
    function authorityCode() external view returns (address);
}

/// @notice Looks at what the factory made.
abstract contract FoundingActs is MemberActs {
    function code() internal view returns (IFactoryCode) {
        return IFactoryCode(address(factory));
    }

    function core(Founding memory f) internal returns (Dao memory begun) {
        (begun.members, begun.offers) = factory.foundCore(f);
    }

    /// @dev The authority that a core of clones obeys once it is complete.
    function plannedAuthority(Founding memory f, address members, address offers_)
        internal
        view
        returns (address)
    {
        bytes32 salt = keccak256(abi.encode(f, members, offers_));
        bytes memory init = cloneOf(code().authorityCode(), "");
        bytes32 hash = keccak256(abi.encodePacked(hex"ff", address(factory), salt, keccak256(init)));
        return address(uint160(uint256(hash)));
    }

    /// @dev Init code of a clone with arguments.
    function cloneOf(address implementation, bytes memory args) internal pure returns (bytes memory) {
        return abi.encodePacked(
            hex"61",
            uint16(45 + args.length),
            hex"80600a3d393df3363d3d373d3d3d363d73",
            implementation,
            hex"5af43d82803e903d91602b57fd5bf3",
            args
        );
    }

    /// @dev Where all of a DAO of clones is once it is complete.
    function planned(Founding memory f, address members, address offers_)
        internal
        view
        returns (Dao memory next)
    {
        next.authority = plannedAuthority(f, members, offers_);
        (next.members, next.offers) = (members, offers_);
        bytes memory args = abi.encodePacked(
            next.authority, next.offers, f.coin, f.lockAmount, f.freeContributions, f.lockPeriod
        );
        next.contributions = create2Of(cloneOf(code().contributionsCode(), args));
        args = abi.encodePacked(
            abi.encodePacked(next.authority, members, offers_, next.contributions, f.coin, f.treasury),
            abi.encodePacked(f.bondBps, f.minBond, f.questionStake, f.minInterval, f.challengeWindow)
        );
        next.releases = create2Of(cloneOf(code().releasesCode(), args));
    }

    function offersArgs(Founding memory f, Dao memory next) internal pure returns (bytes memory) {
        return abi.encodePacked(
            abi.encodePacked(next.authority, next.members, next.releases, f.coin),
            abi.encodePacked(f.contributorsFloorBps, f.reviewersBps, f.treasuryBps, f.holdbackPeriod)
        );
    }

    /// @dev Where the factory makes a contract without a salt.
    function create2Of(bytes memory init) private view returns (address) {
        bytes32 hash = keccak256(abi.encodePacked(hex"ff", address(factory), bytes32(0), keccak256(init)));
        return address(uint160(uint256(hash)));
    }
}
