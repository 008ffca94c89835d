"""The fingerprints change with the meaning and with nothing else."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from app.domain.checklist import (
    Aggregate,
    Band,
    Checklist,
    Criterion,
    Effort,
    Index,
    Influence,
    Section,
    Text,
)
from app.domain.fingerprints import structure_fingerprint, wording_fingerprint
from tests.domain.small_checklists import became, checklist, criterion, scale, text

HALF = Fraction(1, 2)
WHOLE = checklist(
    [
        criterion(
            "a",
            weight=HALF,
            core=True,
            influence=Influence.SHARED,
            effort=(Effort.SMALL, Effort.LARGE),
            sources=("in2",),
            help=text("Hilfe"),
            level_texts={0: text("nichts", "nothing"), 4: text("alles")},
            next_steps={0: text("anfangen")},
        ),
        "b",
    ],
    bands=(Band("starting", Fraction(0), text("Am Anfang")),),
    indices=(Index("core", text("Kurzform"), ("a",)),),
    replaces="0.9.0",
    mapping=[became("reworded", "old", "a")],
)
DIMENSION = WHOLE.dimensions[0]
A, B = WHOLE.criteria


def with_a(**settings: Any) -> Checklist:
    return with_criteria(replace(A, **settings), B)


def with_criteria(*criteria: Criterion) -> Checklist:
    return replace(WHOLE, dimensions=(replace(DIMENSION, criteria=criteria),))


def with_dimension(**settings: Any) -> Checklist:
    return replace(WHOLE, dimensions=(replace(DIMENSION, **settings),))


OTHER_STRUCTURE = {
    "key": replace(WHOLE, key="other"),
    "version": replace(WHOLE, version="1.0.1"),
    "weight": with_a(weight=Fraction(1, 3)),
    "core": with_a(core=False),
    "scored": with_a(scored=False),
    "influence": with_a(influence=Influence.OWN),
    "effort": with_a(effort=(Effort.LARGE, Effort.SMALL)),
    "not applicable": with_a(allows_not_applicable=False),
    "sources": with_a(sources=("in2", "wok")),
    "key of a criterion": with_a(key="c"),
    "points": with_criteria(*(replace(c, scale=scale(0, 25, 50, 75, 99)) for c in (A, B))),
    "order": with_criteria(B, A),
    "one less": with_criteria(A),
    "weight of a node": with_dimension(weight=Fraction(0)),
    "aggregate": with_dimension(aggregate=Aggregate.MEAN),
    "nested": with_dimension(criteria=(A,), sections=(Section("s", text("S"), criteria=(B,)),)),
    "total": replace(WHOLE, total_aggregate=Aggregate.POOLED),
    "completeness": replace(WHOLE, completeness=Fraction(3, 4)),
    "bands": replace(WHOLE, bands=(Band("starting", Fraction(5), text("Am Anfang")),)),
    "indices": replace(WHOLE, indices=(Index("core", text("Kurzform"), ("a", "b")),)),
    "unused scale": replace(WHOLE, scales={"more": scale(0, 100, key="more")}),
    "predecessor": replace(WHOLE, predecessor=None),
}
OTHER_WORDING = {
    "title": replace(WHOLE, title=text("Beispiele", "Example")),
    "translation": replace(WHOLE, title=text("Beispiel", "Sample")),
    "translation missing": replace(WHOLE, title=text("Beispiel")),
    "description": replace(WHOLE, description=text("Eine Beschreibung")),
    "question": with_a(question=text("A?")),
    "help": with_a(help=None),
    "hint": with_a(not_applicable_hint=text("nur ohne Bahnhof")),
    "described level": with_a(level_texts={0: text("nichts", "nothing")}),
    "next step": with_a(next_steps={1: text("anfangen")}),
    "short title": with_dimension(short_title=text("D")),
    "band": replace(WHOLE, bands=(Band("starting", Fraction(0), text("Anfang")),)),
    "index": replace(WHOLE, indices=(Index("core", text("Kurz"), ("a",)),)),
    "unchecked": replace(WHOLE, unchecked_languages=frozenset({"en"})),
    "languages": replace(WHOLE, languages=("de", "en", "uk")),
}


@pytest.mark.parametrize("changed", OTHER_STRUCTURE.values(), ids=OTHER_STRUCTURE)
def test_whatever_is_not_a_text_changes_the_structure(changed: Checklist) -> None:
    assert structure_fingerprint(changed) != structure_fingerprint(WHOLE)


@pytest.mark.parametrize("changed", OTHER_WORDING.values(), ids=OTHER_WORDING)
def test_each_text_changes_the_wording_and_leaves_the_structure(changed: Checklist) -> None:
    assert wording_fingerprint(changed) != wording_fingerprint(WHOLE)
    assert structure_fingerprint(changed) == structure_fingerprint(WHOLE)


@pytest.mark.parametrize("name", ["weight", "core", "order", "aggregate", "completeness"])
def test_a_structure_changes_without_the_wording(name: str) -> None:
    assert wording_fingerprint(OTHER_STRUCTURE[name]) == wording_fingerprint(WHOLE)


def test_a_default_that_is_written_out_changes_nothing() -> None:
    written = with_criteria(
        A, criterion("b", weight=Fraction("1.0"), core=False, scored=True, effort=(), sources=())
    )

    assert structure_fingerprint(written) == structure_fingerprint(WHOLE)


def test_a_line_of_the_mapping_that_says_what_is_so_anyway_changes_nothing() -> None:
    plain = checklist("ab", replaces="0.9.0", mapping=[became("split", "old", "a b")])
    lines = [became("retired", "gone"), became("split", "old", "a b"), became("same", "b", "b")]
    written = checklist("ab", replaces="0.9.0", mapping=lines)

    assert structure_fingerprint(written) == structure_fingerprint(plain)


def test_equal_fractions_are_equal_however_they_were_written() -> None:
    assert structure_fingerprint(with_a(weight=Fraction("0.50"))) == structure_fingerprint(WHOLE)


def test_the_order_of_translations_does_not_count() -> None:
    turned = replace(WHOLE, title=Text({"en": "Example", "de": "Beispiel"}))

    assert wording_fingerprint(turned) == wording_fingerprint(WHOLE)


def test_the_fingerprints_already_taken_do_not_count() -> None:
    bare = replace(WHOLE, structure_fingerprint="", wording_fingerprint="")

    assert structure_fingerprint(bare) == structure_fingerprint(WHOLE)
    assert wording_fingerprint(bare) == wording_fingerprint(WHOLE)


def test_a_later_release_finds_the_same_fingerprints() -> None:
    """Published lists depend on them: if this fails, every published checklist is refused."""
    assert (
        structure_fingerprint(WHOLE)
        == "76ef8b9898e8713c0d63153ee8161945ff12b499edb41025cdc0caeb95d98ef9"
    )
    assert (
        wording_fingerprint(WHOLE)
        == "c2018a9364120fad7a007035b81d0e4a8a14396a8b2b099f1e9d9c5a201af6b6"
    )
