// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../interfaces/IConsents.sol";
import { IReleases } from "../interfaces/IReleases.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { AnchoredConsent } from "../types/Consent.sol";
import { Offer } from "../types/Offer.sol";
import { Assertion, Pending, Question } from "../types/Release.sol";
import { LeafProof } from "../types/SumTree.sol";
import { Challenges } from "./Challenges.sol";

/// @title Questions
/// @notice The part of Releases in which somebody asks to be shown what only the asserter may have.
abstract contract Questions is Challenges {
    mapping(bytes32 assertion => mapping(uint64 point => Question)) private _questions;

    /// @inheritdoc IReleases
    function askLeaf(Assertion calldata asserted, uint64 point) external nonReentrant {
        // Check: pending, in time, something to ask for, not asked yet.
        Pending storage pending = _requirePending(asserted);
        _requireWindowOpen(asserted);
        if (point >= asserted.total) revert ReleasesInvalidPoint(point, asserted.total);
        Question storage question = _questions[pending.hash][point];
        if (question.answerBy != 0) revert ReleasesAskedAlready(point);

        // Effect: it waits for an answer. An answered point keeps its date, so that nobody asks again.
        uint40 answerBy = uint40(block.timestamp) + challengeWindow();
        (question.asker, question.answerBy) = (msg.sender, answerBy);
        ++pending.questions;
        emit LeafAsked(asserted.offer, asserted.release, msg.sender, point, answerBy);

        // Interaction: take the stake.
        _pullAll(questionStake());
    }

    /// @inheritdoc IReleases
    function showLeaf(
        Assertion calldata asserted,
        uint64 point,
        LeafProof calldata leaf,
        AnchoredConsent calldata anchored
    ) external {
        // Check: asked, and the leaf lies over the point.
        Pending storage pending = _requirePending(asserted);
        Question storage question = _requireAsked(pending.hash, point);
        _requireLeaf(asserted, leaf);
        uint256 before = SumTree.sumBefore(leaf.index, leaf.proof);
        if (point < before || point >= before + leaf.leaf.weight) {
            revert ReleasesInvalidPoint(point, leaf.leaf.weight);
        }

        // Check: its consent carries it, by its record or as it was signed and anchored.
        IConsents consents = members();
        bytes32 consentId = leaf.leaf.consentId;
        if (!_isEligible(consents, asserted, consentId) && !_isShown(consents, asserted, consentId, anchored))
        {
            revert ReleasesAnswerInsufficient(consentId);
        }

        // Effect: one question less, and the stake is the answerer's.
        delete question.asker;
        --pending.questions;
        _credits[msg.sender] += questionStake();
        emit LeafShown(asserted.offer, asserted.release, msg.sender, point);
    }

    /// @inheritdoc IReleases
    function strikeUnanswered(Assertion calldata asserted, uint64 point) external {
        // Check: asked, and too late for an answer.
        Pending storage pending = _requirePending(asserted);
        Question storage question = _requireAsked(pending.hash, point);
        if (block.timestamp <= question.answerBy) revert ReleasesAnswerDue(point, question.answerBy);

        // Effect: as if the asker had proved it.
        address asker = question.asker;
        delete question.asker;
        _credits[asker] += questionStake();
        _strike(asserted, asker, 0);
    }

    /// @inheritdoc IReleases
    function takeBackStake(Assertion calldata asserted, uint64 point) external {
        // Check: asked, and the assertion is gone.
        bytes32 hash = _hashOf(asserted);
        Question storage question = _requireAsked(hash, point);
        if (_pending[asserted.offer].hash == hash) revert ReleasesPending(asserted.offer);

        // Effect: the stake goes back.
        address asker = question.asker;
        delete question.asker;
        _credits[asker] += questionStake();
    }

    /// @inheritdoc IReleases
    function questionOf(bytes32 assertion, uint64 point) external view returns (Question memory) {
        return _questions[assertion][point];
    }

    function _isShown(
        IConsents consents,
        Assertion calldata asserted,
        bytes32 consentId,
        AnchoredConsent calldata anchored
    ) private view returns (bool) {
        bytes32 inner = consents.innerOf(anchored.signed.terms, anchored.signed.bits);
        if (consents.idOf(anchored.signed.account, inner) != consentId) return false;
        Offer memory offered = offers().offerOf(asserted.offer);
        return consents.isAnchoredEligible(
            anchored, offered.dataset, offered.purposes, asserted.at, asserted.validUntil
        );
    }

    function _requireAsked(bytes32 assertion, uint64 point) private view returns (Question storage question) {
        question = _questions[assertion][point];
        if (question.asker == address(0)) revert ReleasesNotAsked(point);
    }
}
