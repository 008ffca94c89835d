"""Scores as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.answers import Answer
from app.domain.checklist import Checklist
from app.domain.scoring import score_checklist
from app.files.score_table import ScoredSheet, ScoreFormat, write_scores
from tests.domain.checklists import (
    FOUR_LEVELS,
    NOT_APPLICABLE,
    UNKNOWN,
    checklist,
    criterion,
    levels,
    section,
)

EXAMPLE = checklist(
    section(
        "information",
        section("needs", criterion("a", scale=FOUR_LEVELS), criterion("b", scale=FOUR_LEVELS)),
        section("forms", criterion("c", scale=FOUR_LEVELS)),
    ),
    section("society", criterion("d", scale=FOUR_LEVELS)),
    indices={"core": ("a", "d")},
)


def written(
    form: ScoreFormat, *sheets: tuple[str, int, dict[str, Answer]], of: Checklist = EXAMPLE
) -> str:
    file = io.StringIO(newline="")
    scored = (ScoredSheet(name, year, score_checklist(of, sheet)) for name, year, sheet in sheets)
    write_scores(scored, file, form=form)
    return file.getvalue()


def test_csv_has_one_row_for_the_total_each_node_and_each_index():
    sheet = {**levels(a=1, b=1, c=0), "d": UNKNOWN}

    assert written(ScoreFormat.CSV, ("Musterstadt", 2025, sheet)) == (
        "municipality,year,part,score,rounded,answered,applicable,unknown,not_applicable\n"
        "Musterstadt,2025,total,22.222222,22,3,4,1,0\n"
        "Musterstadt,2025,information,22.222222,22,3,3,0,0\n"
        "Musterstadt,2025,needs,33.333333,33,2,2,0,0\n"
        "Musterstadt,2025,forms,0.000000,0,1,1,0,0\n"
        "Musterstadt,2025,society,,,0,1,1,0\n"
        "Musterstadt,2025,core,33.333333,33,1,2,1,0\n"
    )


def test_csv_rounds_half_up_and_leaves_no_statement_empty():
    sheet = {**levels(a=3, b=3, c=2), "d": NOT_APPLICABLE}

    rows = written(ScoreFormat.CSV, ("X", 2025, sheet)).splitlines()

    assert rows[1] == "X,2025,total,88.888889,89,3,3,0,1"
    assert rows[5] == "X,2025,society,,,0,0,0,1"


def test_sheets_follow_one_another_as_they_come():
    rows = written(ScoreFormat.CSV, ("Z", 2025, {}), ("A", 2024, {})).splitlines()

    assert [row.split(",")[0] for row in rows[1:]] == ["Z"] * 6 + ["A"] * 6


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_csv_gives_every_municipality_back_unchanged(name):
    content = written(ScoreFormat.CSV, (name, 2025, {}))

    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))

    assert {row[0] for row in rows[1:]} == {name}


@pytest.mark.parametrize("name", ["=1+1", "+49", "-", "@here", "\tx"])
def test_csv_is_for_machines_and_neutralises_nothing(name):
    assert written(ScoreFormat.CSV, (name, 2025, {})).splitlines()[1].startswith(f"{name},2025,")


@pytest.mark.parametrize(
    ("name", "cell"),
    [("a;b", "a;b"), ("a,b", '"a,b"'), ('a"b', '"a""b"'), ("a\rb", '"a\rb"'), ("a\nb", '"a\nb"')],
)
def test_csv_quotes_only_where_needed(name, cell):
    assert written(ScoreFormat.CSV, (name, 2025, {})).split("\n", 1)[1].startswith(f"{cell},2025,")


def test_json_carries_exact_fractions():
    sheet = {**levels(a=1, b=1, c=1), "d": NOT_APPLICABLE}

    (document,) = json.loads(written(ScoreFormat.JSON, ("Öhringen", 2025, sheet)))

    assert (document["municipality"], document["year"]) == ("Öhringen", 2025)
    assert [part["part"] for part in document["parts"]] == [
        "total",
        "information",
        "needs",
        "forms",
        "society",
        "core",
    ]
    assert document["parts"][0] == {
        "part": "total",
        "score": {"exact": "100/3", "value": 33.333333},
        "rounded": 33,
        "answered": 3,
        "applicable": 3,
        "unknown": 0,
        "not_applicable": 1,
    }
    assert (document["parts"][4]["score"], document["parts"][4]["rounded"]) == (None, None)


def test_json_and_csv_tell_the_same_numbers():
    sheet = {**levels(a=2, b=1, c=3), "d": UNKNOWN}

    (document,) = json.loads(written(ScoreFormat.JSON, ("X", 2025, sheet)))
    rows = list(csv.DictReader(io.StringIO(written(ScoreFormat.CSV, ("X", 2025, sheet)))))

    for part, row in zip(document["parts"], rows, strict=True):
        assert row["part"] == part["part"]
        assert row["rounded"] == str("" if part["rounded"] is None else part["rounded"])
        if part["score"] is not None:
            assert row["score"] == f"{part['score']['value']:.6f}"
            assert abs(Fraction(part["score"]["exact"]) - Fraction(row["score"])) < Fraction("1e-6")


@pytest.mark.parametrize("sheets", [0, 1, 2])
def test_json_is_a_list_of_any_number_of_sheets(sheets):
    content = written(ScoreFormat.JSON, *[("X", 2020 + year, {}) for year in range(sheets)])

    assert len(json.loads(content)) == sheets
    assert content.endswith("]\n")


def test_csv_without_sheets_is_the_header_alone():
    assert written(ScoreFormat.CSV).count("\n") == 1
