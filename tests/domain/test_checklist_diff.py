"""Differences between versions, told by meaning."""

from dataclasses import replace
from fractions import Fraction

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
)
from app.domain.checklist_diff import diff
from tests.domain.small_checklists import became, checklist, criterion, scale, text

A, B, C = criterion("a"), criterion("b"), criterion("c")
OLD = checklist(
    [],
    dimensions=(
        Section("one", text("Eins"), criteria=(A, B)),
        Section("two", text("Zwei"), criteria=(C,)),
    ),
    bands=(Band("starting", Fraction(0), text("Am Anfang")),),
    indices=(Index("core", text("Kurz"), ("a", "b")),),
)


def new(one: tuple[Criterion, ...] = (A, B), two: tuple[Criterion, ...] = (C,)) -> Checklist:
    dimensions = (
        Section("one", text("Eins"), criteria=one),
        Section("two", text("Zwei"), criteria=two),
    )
    return replace(OLD, dimensions=dimensions)


def sentences(changed: Checklist) -> list[str]:
    return [str(difference) for difference in diff(OLD, changed)]


def test_a_checklist_does_not_differ_from_itself() -> None:
    assert diff(OLD, OLD) == ()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"weight": Fraction(1, 3)}, "a: weight was 1, is now 1/3"),
        ({"core": True}, "a: core was false, is now true"),
        ({"scored": False}, "a: scored was true, is now false"),
        ({"influence": Influence.ADVOCATE}, "a: influence was –, is now advocate"),
        ({"effort": (Effort.SMALL, Effort.LARGE)}, "a: effort was [], is now [S, L]"),
        ({"allows_not_applicable": False}, "a: not_applicable was true, is now false"),
        ({"sources": ("in2",)}, "a: sources was [], is now [in2]"),
        (
            {"question": text("Wie?")},
            "criteria.a.question (de): was “a?”, is now “Wie?”",
        ),
        ({"title": text("a", "A")}, "criteria.a.title (en): “A” is new"),
        ({"help": text("Hilfe")}, "criteria.a.help (de): “Hilfe” is new"),
    ],
)
def test_a_change_of_one_criterion_is_one_sentence(
    changed: dict[str, object], sentence: str
) -> None:
    changed_a = replace(A, **changed)  # type: ignore[arg-type]

    assert sentences(new(one=(changed_a, B))) == [sentence]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (new((B, A)), ["one: the order is now b, a"]),
        (new((A,), (C, B)), ["b moved from one to two"]),
        (replace(OLD, dimensions=OLD.dimensions[::-1]), ["dimensions: the order is now two, one"]),
        (new((A,)), ["b is no longer asked"]),
        (new((A, criterion("d"), B)), ["d is new"]),
        (
            replace(OLD, total_aggregate=Aggregate.POOLED),
            ["checklist: total.aggregate was mean, is now pooled"],
        ),
        (
            replace(OLD, completeness=Fraction(1, 2)),
            ["checklist: total.completeness was 4/5, is now 1/2"],
        ),
        (
            replace(OLD, unchecked_languages=frozenset({"en"})),
            ["checklist: unchecked was [], is now [en]"],
        ),
        (
            replace(OLD, languages=("de", "en", "uk")),
            ["checklist: languages was [de, en], is now [de, en, uk]"],
        ),
        (
            replace(OLD, bands=(Band("starting", Fraction(10), text("Los")),)),
            [
                "bands.starting: from was 0, is now 10",
                "bands.starting (de): was “Am Anfang”, is now “Los”",
            ],
        ),
        (replace(OLD, bands=()), ["bands.starting is gone"]),
        (
            replace(OLD, indices=(Index("core", text("Kurz"), ("a",)),)),
            ["indices.core: criteria was [a, b], is now [a]"],
        ),
        (
            replace(
                OLD,
                dimensions=(replace(OLD.dimensions[0], weight=Fraction(2)), OLD.dimensions[1]),
            ),
            ["one: weight was 1, is now 2"],
        ),
        (
            replace(
                OLD,
                dimensions=(
                    replace(OLD.dimensions[0], criteria=(A,), aggregate=Aggregate.MEAN),
                    replace(OLD.dimensions[1], sections=(Section("s", text("S"), criteria=(B,)),)),
                ),
            ),
            ["b moved from one to s", "s is new", "one: aggregate was pooled, is now mean"],
        ),
        (replace(OLD, title=text("Neu", "Example")), ["title (de): was “Beispiel”, is now “Neu”"]),
    ],
)
def test_a_change_of_the_whole_is_told(changed: Checklist, expected: list[str]) -> None:
    assert sentences(changed) == expected


def test_other_points_are_told_once_for_the_scale_and_once_for_each_criterion() -> None:
    steps = scale(0, 25, 50, 80, 100)
    changed = new(*((replace(A, scale=steps), replace(B, scale=steps)), (replace(C, scale=steps),)))

    assert sentences(changed) == [
        "a is changed in meaning",
        "b is changed in meaning",
        "c is changed in meaning",
        "scales.steps: levels.3.points was 75, is now 80",
    ]


def test_what_became_of_criteria_is_told_with_the_words_of_the_mapping() -> None:
    old = checklist(["web", "work_housing", "x", "y", "z"])
    new = checklist(
        ["website", "work", "housing", "xy", "z"],
        "2.0.0",
        replaces="1.0.0",
        mapping=[
            became("reworded", "web", "website"),
            became("split", "work_housing", "work housing"),
            became("merged", "x y", "xy"),
            became("changed", "z", "z"),
        ],
    )

    found = [str(difference) for difference in diff(old, new)]

    assert found == [
        "web is reworded as website",
        "work_housing is split into work, housing",
        "x, y are merged into xy",
        "z is changed in meaning",
        "criteria.website.title (de): was “web”, is now “website”",
        "criteria.website.question (de): was “web?”, is now “website?”",
    ]
