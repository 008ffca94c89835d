"""An assessment as one JSON document: complete, and always the same bytes for the same content.

It is the export, the snapshot of a finished year, and the heart of the archive. What may be asked
of it is described in docs/data-format.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from app.domain.answers import OPEN, Answer, AnswerSheet, State, Sureness
from app.domain.checklist import Criterion
from app.domain.gaps import Gap, propose_target
from app.domain.origin import Origin
from app.domain.record import Record
from app.domain.report import AssessmentReport
from app.domain.robustness import NextStep
from app.domain.scoring import ENGINE_VERSION, Score
from app.files.score_table import score_document

FORMAT, FORMAT_VERSION = "willkommenscheck-assessment", 1
HASH = "sha256"

Document = Mapping[str, Any]


def as_document(record: Record) -> Document:
    """The whole of it as JSON knows it, with the hash of everything else at its end."""
    report = record.report
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "engine_version": ENGINE_VERSION,
        "municipality": {"key": record.municipality_key, "name": record.municipality_name},
        "checklist": {
            "key": report.whole.key,
            "version": report.whole.version,
            "structure_fingerprint": report.whole.structure_fingerprint,
            "wording_fingerprint": report.whole.wording_fingerprint,
        },
        "year": record.year,
        "scope": report.scope.value,
        "respondent": record.respondent,
        "reference_date": _day(record),
        "finished": _finished(record),
        "answers": [_answer(c, report.sheet.get(c.key, OPEN)) for c in report.whole.criteria],
        "results": results_document(report),
    }
    return {**document, HASH: hash_of(document)}


def canonical(document: Document) -> bytes:
    """The one way to write a document: UTF-8, names in their order, one line end."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def hash_of(document: Document) -> str:
    """SHA-256 in hex over everything in it but the hash itself."""
    content = {name: value for name, value in document.items() if name != HASH}
    return hashlib.sha256(canonical(content)).hexdigest()


def answers_of(document: Document) -> AnswerSheet:
    """The answers that a document of ours tells; of a sound one, for nothing is checked here."""
    return {
        told["criterion"]: Answer(
            state=State(told["state"]),
            level=told["level"],
            reason=told["reason"],
            note=told["note"],
            sureness=Sureness(told["sureness"]) if told["sureness"] else None,
            target=None if told["target_is_proposal"] else told["target"],
            importance=told["importance"],
            origin=Origin.from_record(told["origin"]) if told.get("origin") else None,
        )
        for told in document["answers"]
    }


def results_document(report: AssessmentReport) -> Document:
    """Every number of a report: scores exact and to six decimals, gaps, and what to do first."""
    band = report.band
    return {
        "overall": {"part": report.headline_part, **full_score(report.headline)},
        "is_withheld": report.is_withheld,
        "band": band.key if band else None,
        "profile": [
            {
                "part": line.node.key,
                **full_score(line.score),
                "at_targets": score_document(line.target),
            }
            for line in report.profile
        ],
        "nodes": [{"part": key, **full_score(one)} for key, one in report.card.nodes.items()],
        "indices": [{"part": key, **full_score(one)} for key, one in report.card.indices.items()],
        "gaps": [_gap(gap) for gap in report.gaps],
        "next_steps": list(_next_steps(report.next_steps)),
    }


def full_score(score: Score) -> Document:
    """A score with its range and its counts."""
    return {
        "score": score_document(score.exact),
        "rounded": score.rounded,
        "lowest": score_document(score.lowest),
        "highest": score_document(score.highest),
        "answered": score.answered,
        "applicable": score.applicable,
        "asked": score.asked,
        "unknown": score.unknown,
        "not_applicable": score.not_applicable,
    }


def _day(record: Record) -> str | None:
    return record.reference_date.isoformat() if record.reference_date else None


def _finished(record: Record) -> Document | None:
    if record.finished_at is None:
        return None
    return {"at": record.finished_at.isoformat(), "by": record.finished_by}


def _answer(criterion: Criterion, answer: Answer) -> Document:
    """What was said; where nobody chose a target, the proposal, and that it is one.

    Only what a workshop decided says so: other documents stay the bytes they always were.
    """
    is_proposal = answer.target is None and answer.level is not None
    told = {
        "criterion": criterion.key,
        "state": answer.state.value,
        "level": answer.level,
        "reason": answer.reason,
        "note": answer.note,
        "sureness": answer.sureness.value if answer.sureness else None,
        "target": propose_target(criterion, answer.level) if is_proposal else answer.target,
        "target_is_proposal": is_proposal,
        "importance": answer.importance,
    }
    return {**told, "origin": answer.origin.as_record()} if answer.origin else told


def _gap(gap: Gap) -> Document:
    return {
        "criterion": gap.criterion.key,
        "level": gap.level,
        "target": gap.target,
        "target_is_proposal": gap.is_proposal,
        "steps": gap.steps,
        "importance": gap.importance,
        "weight": _fraction(gap.weight),
        "priority": _fraction(gap.priority),
    }


def _next_steps(steps: tuple[NextStep, ...]) -> Iterator[Document]:
    for step in steps:
        yield {
            "criterion": step.gap.criterion.key,
            "in_first_five": step.robustness.in_first_five,
            "variants": step.robustness.variants,
            "depends_on": [kind.value for kind in step.robustness.depends_on],
        }


def _fraction(value: Fraction) -> str:
    return str(value)
