"""Where do we want to be: proposals, targets and importance."""

from __future__ import annotations

import pytest

from app.assessments.queries import load_answer
from app.domain.answers import OPEN, Answer, State
from app.domain.scope import Scope
from tests.builders import address, an_answer, an_assessment, every_answer, stored
from tests.visitor import Page, Visitor

KEY = "mi_language_needs"
OTHER = "mi_responsibility"


def offered(page: Page) -> list[str]:
    """The criteria of the table by key."""
    return [row["data-criterion"] for row in page.attributes("tr") if "data-criterion" in row]


def test_nothing_is_asked_before_anything_is_answered(reader: Visitor) -> None:
    assessment = an_assessment()

    page = reader.opens(address(assessment, "targets"))

    assert offered(page) == []
    assert ("Begin", address(assessment, "next")) in page.links


def test_proposals_are_accepted_in_one_click_where_nobody_chose_yet(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=0)
    an_answer(assessment, OTHER, level=1, target=3)
    an_answer(assessment, "mi_website", level=3)
    an_answer(assessment, "mi_welcome_guide", state=State.UNKNOWN)
    page = reader.opens(address(assessment, "targets"))

    after = reader.presses(page, "Accept 1 proposal")

    assert after.messages == ["Proposals accepted: 1"]
    assert stored(assessment, KEY) == Answer(State.LEVEL, 0, target=2)
    assert stored(assessment, OTHER) == Answer(State.LEVEL, 1, target=3)
    assert stored(assessment, "mi_website") == Answer.at(3)
    assert stored(assessment, "mi_welcome_guide") == Answer(State.UNKNOWN)


def test_the_proposal_is_the_next_level_and_at_least_the_third_lowest(reader: Visitor) -> None:
    assessment = an_assessment()
    keys = (KEY, OTHER, "mi_website")
    for level, key in enumerate(keys):
        an_answer(assessment, key, level=level)

    reader.posts(address(assessment, "proposals"), {})

    assert [stored(assessment, key).target for key in keys] == [2, 2, 3]


def test_accepted_proposals_are_offered_no_more(reader: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)
    page = reader.opens(address(assessment, "targets"))

    after = reader.presses(page, "Accept all 36 proposals")

    assert [words for form in after.forms for words, _ in form.buttons] == [
        "Deutsch",
        "Save and see the result",
    ]
    assert reader.posts(address(assessment, "proposals"), {}).messages == ["Proposals accepted: 0"]


def test_targets_and_importance_are_kept_and_the_result_follows(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, note="Beschluss")
    page = reader.opens(address(assessment, "targets"))

    result = reader.presses(
        page, "Save and see the result", {f"{KEY}-target": "3", f"{KEY}-importance": "3"}
    )

    assert result.address == address(assessment, "result")
    assert stored(assessment, KEY) == Answer(
        State.LEVEL, 1, note="Beschluss", target=3, importance=3
    )


def test_a_target_is_kept_as_it_is_chosen_and_may_be_taken_back(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, target=2, importance=1)

    reply = reader.saves(
        address(assessment, f"targets/{KEY}"),
        {f"{KEY}-version": "1", f"{KEY}-target": "", f"{KEY}-importance": "3"},
    )

    assert reply["version"] == 2
    assert stored(assessment, KEY) == Answer(State.LEVEL, 1, importance=3)


def test_saving_the_table_as_it_stands_changes_nothing(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, target=3, importance=1)
    an_answer(assessment, OTHER, level=1)
    page = reader.opens(address(assessment, "targets"))

    reader.presses(page, "Save and see the result")

    assert load_answer(assessment, KEY).version == 1
    assert load_answer(assessment, OTHER).version == 1


def test_at_first_only_what_has_a_gap_is_shown(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    an_answer(assessment, OTHER, level=3)

    page = reader.opens(address(assessment, "targets"))

    assert offered(page) == [KEY]


def test_all_shows_everything_that_applies(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, state=State.NOT_APPLICABLE, reason="kein Bahnhof")
    an_answer(assessment, OTHER, state=State.UNKNOWN)
    page = reader.opens(address(assessment, "targets"))

    everything = reader.follows(page, "Show all criteria")

    assert len(offered(everything)) == 35
    assert KEY not in offered(everything)


def test_a_target_may_be_set_before_there_is_a_level(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment, "targets?all=1"))

    reader.presses(page, "Save and see the result", {f"{KEY}-target": "3"})

    assert stored(assessment, KEY) == Answer(target=3)


def test_the_short_form_asks_for_the_core_only(reader: Visitor) -> None:
    assessment = an_assessment(scope=Scope.SHORT)
    every_answer(assessment, level=1)

    page = reader.opens(address(assessment, "targets"))

    assert len(offered(page)) == 12


@pytest.mark.parametrize(
    "fields",
    [
        {f"{KEY}-target": "4"},
        {f"{KEY}-target": "9" * 40},
        {f"{KEY}-target": "<b>"},
        {f"{KEY}-importance": "0"},
        {f"{KEY}-importance": "4"},
    ],
)
def test_what_is_not_among_the_choices_is_refused(reader: Visitor, fields: dict[str, str]) -> None:
    assessment = an_assessment()
    sent = {f"{KEY}-version": "0", **fields}

    reply = reader.saves(address(assessment, f"targets/{KEY}"), sent, status=422)
    page = reader.posts(address(assessment, "targets"), sent)

    assert len(reply["errors"]) == 1
    assert page.messages == ["Some entries were not among the choices and were not saved."]
    assert stored(assessment, KEY) == OPEN


@pytest.mark.parametrize("page", ["targets", f"targets/{KEY}"])
def test_a_target_sent_to_another_address_is_refused(reader: Visitor, page: str) -> None:
    assessment = an_assessment()
    sent = {"no_such-version": "0", "no_such-target": "2"}

    reader.posts(address(assessment, page), sent, status=400)
