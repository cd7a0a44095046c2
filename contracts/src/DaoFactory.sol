// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Create2 } from "@openzeppelin/contracts/utils/Create2.sol";

import { Authority } from "./Authority.sol";
import { RoleTable } from "./founding/RoleTable.sol";
import { IDaoFactory } from "./interfaces/IDaoFactory.sol";
import { CodeCopies } from "./libraries/CodeCopies.sol";
import { Dao, Founding, Holder } from "./types/Founding.sol";

/// @title DaoFactory
/// @notice See the documentation in {IDaoFactory}.
/// @dev Members and Offers name each other, so each is told where the other will be, by the factory's nonce. Where the
/// others will be follows from what they are made of.
contract DaoFactory is IDaoFactory {
    uint256 private constant BPS = 10_000;
    uint64 private constant ADMIN = 0;

    address public immutable membersCode;
    address public immutable offersCode;
    address public immutable releasesCode;
    address public immutable contributionsCode;
    address public immutable authorityCode;

    // How many contracts were made here: the nonce, which no contract can ask for, is one more.
    uint256 private _made;

    constructor(
        address membersCode_,
        address offersCode_,
        address releasesCode_,
        address contributionsCode_,
        address authorityCode_
    ) {
        membersCode = membersCode_;
        offersCode = offersCode_;
        releasesCode = releasesCode_;
        contributionsCode = contributionsCode_;
        authorityCode = authorityCode_;
    }

    /// @inheritdoc IDaoFactory
    function found(Founding calldata founding) external returns (Dao memory dao) {
        (dao.members, dao.offers) = _foundCore(founding);
        _complete(founding, dao);
    }

    /// @inheritdoc IDaoFactory
    function foundCore(Founding calldata founding) external returns (address members, address offers) {
        return _foundCore(founding);
    }

    /// @inheritdoc IDaoFactory
    function complete(Founding calldata founding, address members, address offers)
        external
        returns (Dao memory dao)
    {
        // Check: these two have the code that this founding begins with, down to its last argument. Who made them does not
        // matter then, and asking them would not do: anything can say that it obeys an authority.
        _requireSound(founding);
        (dao.members, dao.offers) = (members, offers);
        _plan(founding, dao);
        if (
            members.codehash != CodeCopies.codeHash(_membersInit(founding, dao))
                || offers.codehash != CodeCopies.codeHash(_offersInit(founding, dao))
        ) revert DaoFactoryUnknownCore(members);
        _complete(founding, dao);
    }

    function _foundCore(Founding calldata founding) private returns (address members, address offers) {
        _requireSound(founding);

        // Effect: the two that name each other.
        uint256 made = _made;
        Dao memory dao;
        dao.members = CodeCopies.addressAt(address(this), made + 1);
        dao.offers = CodeCopies.addressAt(address(this), made + 2);
        _plan(founding, dao);
        members = CodeCopies.create(_membersInit(founding, dao));
        offers = CodeCopies.create(_offersInit(founding, dao));
        assert(members == dao.members && offers == dao.offers);
        _made = made + 2;
        emit CoreFounded(members);
    }

    function _complete(Founding calldata founding, Dao memory dao) private {
        // Check: there is a coin.
        if (founding.coin.code.length == 0) revert DaoFactoryNoCoin(founding.coin);

        // Effect: the others, where the first two expect them.
        bytes32 salt = _saltOf(founding, dao);
        Create2.deploy(0, salt, CodeCopies.initCode(authorityCode, "", founding.ownCode));
        _plan(founding, dao);
        Create2.deploy(0, 0, _contributionsInit(founding, dao));
        Create2.deploy(0, 0, _releasesInit(founding, dao));
        _made += 3;

        // Effect: roles, and then no say any more.
        Authority authority = Authority(dao.authority);
        authority.initialize(address(this));
        RoleTable.write(dao);
        for (uint256 i; i < founding.holders.length; ++i) {
            authority.grantRole(founding.holders[i].role, founding.holders[i].account, 0);
        }
        authority.grantRole(ADMIN, founding.admin, 0);
        authority.renounceRole(ADMIN, address(this));
        emit DaoFounded(dao.members, dao.offers, dao.releases, dao.contributions, dao.authority);
    }

    /// @dev Somebody who answers for the parameters, something to join under, roles that there are, and shares that leave
    /// contributors theirs. What is begun otherwise could never be completed, or would be no DAO.
    function _requireSound(Founding calldata founding) private pure {
        if (founding.admin == address(0)) revert DaoFactoryNoAdmin();
        if (founding.charter == 0) revert DaoFactoryNoCharter();
        Holder[] calldata holders = founding.holders;
        for (uint256 i; i < holders.length; ++i) {
            if (!RoleTable.has(holders[i].role)) revert DaoFactoryUnknownRole(holders[i].role);
        }
        uint256 others = uint256(founding.reviewersBps) + founding.treasuryBps;
        if (others + founding.contributorsFloorBps > BPS) {
            revert DaoFactoryInvalidSplit(others > BPS ? 0 : BPS - others, founding.contributorsFloorBps);
        }
    }

    /// @dev Where authority, contributions and releases will be.
    function _plan(Founding calldata founding, Dao memory dao) private view returns (Dao memory) {
        bytes32 authorityInit = keccak256(CodeCopies.initCode(authorityCode, "", founding.ownCode));
        dao.authority = Create2.computeAddress(_saltOf(founding, dao), authorityInit);
        dao.contributions = Create2.computeAddress(0, keccak256(_contributionsInit(founding, dao)));
        dao.releases = Create2.computeAddress(0, keccak256(_releasesInit(founding, dao)));
        return dao;
    }

    /// @dev All of the founding, so that nobody can complete it with other roles.
    function _saltOf(Founding calldata founding, Dao memory dao) private pure returns (bytes32) {
        return keccak256(abi.encode(founding, dao.members, dao.offers));
    }

    function _membersInit(Founding calldata founding, Dao memory dao) private view returns (bytes memory) {
        return
            CodeCopies.initCode(membersCode, abi.encodePacked(dao.offers, founding.charter), founding.ownCode);
    }

    function _offersInit(Founding calldata founding, Dao memory dao) private view returns (bytes memory) {
        return CodeCopies.initCode(
            offersCode,
            abi.encodePacked(
                dao.authority,
                dao.members,
                dao.releases,
                founding.coin,
                founding.contributorsFloorBps,
                founding.reviewersBps,
                founding.treasuryBps,
                founding.holdbackPeriod
            ),
            founding.ownCode
        );
    }

    function _contributionsInit(Founding calldata founding, Dao memory dao)
        private
        view
        returns (bytes memory)
    {
        return CodeCopies.initCode(
            contributionsCode,
            abi.encodePacked(
                dao.authority,
                dao.offers,
                founding.coin,
                founding.lockAmount,
                founding.freeContributions,
                founding.lockPeriod
            ),
            founding.ownCode
        );
    }

    function _releasesInit(Founding calldata founding, Dao memory dao) private view returns (bytes memory) {
        return CodeCopies.initCode(
            releasesCode,
            abi.encodePacked(
                dao.authority,
                dao.members,
                dao.offers,
                dao.contributions,
                founding.coin,
                founding.treasury,
                founding.bondBps,
                founding.minBond,
                founding.questionStake,
                founding.minInterval,
                founding.challengeWindow
            ),
            founding.ownCode
        );
    }
}
