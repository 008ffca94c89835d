"""A comparison of years as one JSON document: exact, and the same bytes for the same content.

What may be asked of it is described in docs/comparing-years.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.answers import Answer
from app.domain.bridge import Bridge
from app.domain.checklist import TOTAL, Criterion
from app.domain.comparison import Comparison, NotComparable, Pair, SharedValue
from app.domain.scoring import ENGINE_VERSION, Score, is_no_clear_change
from app.domain.territory import TerritoryChange, crossed_by
from app.domain.timeline import LinePoint
from app.files.assessment_document import HASH, full_score, hash_of
from app.files.score_table import score_document
from app.files.territory_document import territory_document

FORMAT, FORMAT_VERSION = "willkommenscheck-comparison", 1

Document = Mapping[str, Any]


@dataclass(frozen=True)
class ComparisonRecord:
    """A year beside an earlier one, and the line of all, with whose they are.

    `comparison` is None where there is no earlier year. `finished_at` says which years are
    finished, and since when; `territory_changes` are those in which the municipality takes part.
    """

    municipality_key: str
    municipality_name: str
    checklist_key: str
    year: int
    comparison: Comparison | None
    line: tuple[LinePoint, ...]
    finished_at: Mapping[int, datetime]
    territory_changes: tuple[TerritoryChange, ...] = ()


def comparison_document(record: ComparisonRecord) -> Document:
    """The whole of it as JSON knows it, with the hash of everything else at its end."""
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "engine_version": ENGINE_VERSION,
        "municipality": {"key": record.municipality_key, "name": record.municipality_name},
        "checklist": record.checklist_key,
        "year": record.year,
        "compared_with": record.comparison.before.year if record.comparison else None,
        "years": [_line_point(point, record.finished_at) for point in record.line],
        "territory_changes": [_change(one, record) for one in record.territory_changes],
        "comparison": _comparison(record.comparison) if record.comparison else None,
    }
    return {**document, HASH: hash_of(document)}


def _change(change: TerritoryChange, record: ComparisonRecord) -> Document:
    compared = record.comparison
    crossed = crossed_by(compared.before.year, record.year, [change]) if compared else ()
    return {**territory_document(change), "lies_between": bool(crossed)}


def _line_point(point: LinePoint, finished_at: Mapping[int, datetime]) -> Document:
    if point.of is None:
        return {"year": point.year, "self_check": None}
    report, finished = point.of.report, finished_at.get(point.year)
    said = {
        "version": report.whole.version,
        "structure_fingerprint": report.whole.structure_fingerprint,
        "wording_fingerprint": report.whole.wording_fingerprint,
        "scope": report.scope.value,
        "finished_at": finished.isoformat() if finished else None,
        "is_withheld": report.is_withheld,
        "overall": {"part": report.headline_part, **full_score(report.headline)},
    }
    return {"year": point.year, "self_check": said}


def _comparison(compared: Comparison) -> Document:
    return {
        "comparability": {
            "comparable": len(compared.pairs),
            "criteria": compared.total,
            "share": score_document(compared.share),
            "answered_in_both_years": len(compared.answered_twice),
            "not_comparable": [_not_comparable(line) for line in compared.rest],
        },
        "values": list(_values(compared)),
        "bridge": _bridge(compared.bridge) if compared.bridge else None,
        "why_no_bridge": compared.why_no_bridge or None,
        "moved": [pair.new.key for pair in compared.moved],
        "criteria": [_pair(pair) for pair in compared.pairs],
    }


def _not_comparable(line: NotComparable) -> Document:
    return {"old": _keys(line.old), "new": _keys(line.new), "reason": line.reason}


def _keys(criteria: Sequence[Criterion]) -> list[str]:
    return [criterion.key for criterion in criteria]


def _values(compared: Comparison) -> Iterator[Document]:
    """The total, then dimensions and sections."""
    for value in (compared.overall, *compared.profile):
        yield {
            "part": value.node.key if value.node else TOTAL,
            "shared_then": score_document(value.shared_then),
            "shared_now": score_document(value.shared_now),
            "difference": score_document(value.difference),
            "is_no_clear_change": _is_unclear(value),
            "full_then": _full(value.full_then),
            "full_now": _full(value.full_now),
        }


def _is_unclear(value: SharedValue) -> bool | None:
    return None if value.difference is None else is_no_clear_change(value.difference)


def _full(score: Score | None) -> Document | None:
    return None if score is None else full_score(score)


def _bridge(bridge: Bridge) -> Document:
    return {
        "start": score_document(bridge.start),
        "parts": [
            {
                "cause": part.cause.value,
                "start": score_document(part.start),
                "end": score_document(part.end),
                "difference": score_document(part.difference),
            }
            for part in bridge.parts
        ],
        "end": score_document(bridge.end),
        "difference": score_document(bridge.difference),
    }


def _pair(pair: Pair) -> Document:
    return {
        "old": pair.old.key,
        "new": pair.new.key,
        "then": _answer(pair.before),
        "now": _answer(pair.after),
        "movement": pair.movement.value,
        "steps": pair.steps,
        "target_then": pair.target,
        "target_then_is_proposal": pair.target is not None and pair.target_was_proposal,
        "target": pair.reckoning.value if pair.reckoning else None,
    }


def _answer(answer: Answer) -> Document:
    return {
        "state": answer.state.value,
        "level": answer.level,
        "reason": answer.reason,
        "note": answer.note,
    }
