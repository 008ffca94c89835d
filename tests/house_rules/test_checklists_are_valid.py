"""Our five checklists pass their own check, are published, and have the size they should."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.domain.answers import Answer
from app.domain.checklist import Checklist
from app.domain.library import load_library
from app.domain.scoring import score_checklist

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "checklists"
SIZES = {
    "in2_willkommenskultur": 36,
    "haltefaktoren": 12,
    "handlungsfelder": 12,
    "integrationspotenziale": 11,
    "verteilungsmodell": 10,
}
LIBRARY = load_library([FOLDER])

every_checklist = pytest.mark.parametrize(
    "checklist", LIBRARY.checklists, ids=lambda each: each.key
)


def test_the_check_finds_nothing(made_app: Flask) -> None:
    ran = made_app.test_cli_runner().invoke(args=["checklist", "check", str(FOLDER)])

    assert (ran.exit_code, ran.stderr) == (0, "")
    assert len(ran.stdout.splitlines()) == len(SIZES)


def test_these_are_offered_in_this_order_with_so_many_criteria() -> None:
    sizes = [(each.key, len(each.criteria)) for each in LIBRARY.offered()]

    assert sizes == list(SIZES.items())


def test_the_main_checklist_has_a_core_of_twelve_in_three_dimensions_of_twelve() -> None:
    main = LIBRARY.latest("in2_willkommenskultur")

    assert len(main.core_criteria) == 12
    assert [len([*each.all_criteria()]) for each in main.dimensions] == [12, 12, 12]


@every_checklist
def test_it_is_published(checklist: Checklist) -> None:
    assert LIBRARY.is_published(checklist)


@every_checklist
def test_it_is_worded_in_german_and_english_and_both_were_checked(checklist: Checklist) -> None:
    assert checklist.languages == ("de", "en")
    assert checklist.unchecked_languages == frozenset()


@every_checklist
def test_every_level_is_described_and_every_step_up_is_concrete(checklist: Checklist) -> None:
    for criterion in checklist.criteria:
        values = [level.value for level in criterion.scale.levels]
        assert [*criterion.level_texts] == values
        assert [*criterion.next_steps] == values[:-1]
        assert len(criterion.effort) == len(values) - 1
        for words in (*criterion.level_texts.values(), *criterion.next_steps.values()):
            assert [*words.by_language] == ["de", "en"]


@every_checklist
def test_every_criterion_names_sources_that_there_are(checklist: Checklist) -> None:
    for criterion in checklist.criteria:
        assert criterion.sources
        assert {*criterion.sources} <= {*LIBRARY.sources}


@every_checklist
@pytest.mark.parametrize(("place", "score"), [(0, 0), (-1, 100)])
def test_the_lowest_answers_score_0_and_the_highest_100(
    checklist: Checklist, place: int, score: int
) -> None:
    sheet = {
        criterion.key: Answer.at(criterion.scale.levels[place].value)
        for criterion in checklist.criteria
    }

    assert score_checklist(checklist, sheet).total.exact == score
