"""A self-check at a glance, where to go on, the questionnaire and the history."""

from __future__ import annotations

import pytest

from app.domain.answers import State, Sureness
from app.domain.scope import Scope
from app.web.checklists import checklists
from tests.builders import CHECKLIST, address, an_answer, an_assessment, every_answer
from tests.visitor import Page, Visitor

KEY = "mi_language_needs"


def rows(page: Page) -> list[list[str]]:
    """The rows of the history: when, who, criterion, before, after."""
    cells = page.texts("td")
    return [cells[start : start + 4] for start in range(0, len(cells), 4)]


def test_every_section_is_a_task_with_its_state(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    an_answer(assessment, "mi_responsibility", state=State.UNKNOWN)
    an_answer(assessment, "mi_website", level=0)

    page = reader.opens(address(assessment))

    assert page.of_class("span", "task-title")[:3] == [
        "Needs and responsibility",
        "Written and digital information",
        "Face-to-face communication",
    ]
    assert page.of_class("span", "task-state")[:3] == ["Done", "In work", "Not begun"]
    hints = page.of_class("span", "task-hint")
    assert hints[0] == "2 of 2 answered"
    assert hints[1].startswith("1 of 5 answered, about ")


def test_going_on_lands_on_the_first_open_criterion(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=2)
    an_answer(assessment, "mi_website", level=0)

    response = reader.gets(address(assessment, "next"))

    assert response.location == address(
        assessment, "sections/mi_needs_and_standards#mi_responsibility"
    )


def test_unknown_is_an_answer_too_when_going_on(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, state=State.UNKNOWN)
    an_answer(assessment, "mi_responsibility", state=State.NOT_APPLICABLE, reason="nein")
    an_answer(assessment, "mi_website", level=0)

    response = reader.gets(address(assessment, "next"))

    assert response.location.endswith("sections/mi_written#mi_welcome_guide")


def test_in_the_short_form_going_on_passes_over_what_is_not_asked(reader: Visitor) -> None:
    assessment = an_assessment(scope=Scope.SHORT)

    response = reader.gets(address(assessment, "next"))

    # Its first criterion is where the page of a section begins anyhow.
    assert response.location == address(assessment, "sections/mi_written")


def test_when_nothing_is_open_going_on_shows_the_overview(reader: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)

    page = reader.opens(address(assessment, "next"))

    assert page.address == address(assessment)
    assert ("See the result", address(assessment, "result")) in page.links


def test_particulars_are_kept(reader: Visitor) -> None:
    assessment = an_assessment()
    page = reader.opens(address(assessment))

    reader.presses(
        page, "Save", {"respondent": " Hauptamt und\x07 Bücherei ", "reference_date": "2026-10-01"}
    )

    assert assessment.respondent == "Hauptamt und Bücherei"
    assert str(assessment.reference_date) == "2026-10-01"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"respondent": "x" * 201}, "At most 200 characters."),
        ({"respondent": "two\nlines"}, "Please write this in one line."),
        ({"reference_date": "2026-02-31"}, "Not a valid date value."),
        ({"reference_date": "1989-12-31"}, "Please enter a date between 1990 and 2100."),
        ({"reference_date": "9999-12-31"}, "Please enter a date between 1990 and 2100."),
        ({"reference_date": "٢٠٢٦"}, "Not a valid date value."),
    ],
)
def test_faulty_particulars_are_refused_and_stay_in_their_field(
    reader: Visitor, fields: dict[str, str], problem: str
) -> None:
    assessment = an_assessment()

    page = reader.posts(address(assessment), fields, status=422)

    assert page.problems == [problem]
    assert {name: page.fields[name] for name in fields} == fields
    assert (assessment.respondent, assessment.reference_date) == ("", None)


@pytest.mark.parametrize("scope", list(Scope))
def test_the_questionnaire_asks_every_criterion_and_holds_no_answer(
    reader: Visitor, scope: Scope
) -> None:
    assessment = an_assessment(scope=scope)
    an_answer(assessment, "mi_website", level=2, note="streng vertraulich")
    checklist = checklists().latest(CHECKLIST)
    asked = checklist.criteria if scope is Scope.FULL else checklist.core_criteria

    page = reader.opens(address(assessment, "questionnaire"))

    assert page.texts("h3") == [
        f"{checklist.numbers[criterion.key]} {criterion.question.in_language('en')}"
        for criterion in asked
    ]
    assert "streng vertraulich" not in page.html


def test_the_history_says_who_changed_what(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, note="Beschluss", sureness=Sureness.SURE)
    an_answer(assessment, KEY, level=2, target=3, importance=3, by="Frau Sommer")
    an_answer(assessment, KEY, state=State.NOT_APPLICABLE, level=None, reason="kein Bahnhof")
    title = "1.1 Knowing the language needs"

    page = reader.opens(address(assessment, "history"))

    full = "target 3; importance 3; sure Beschluss"
    assert rows(page) == [
        [
            *("this desk", title, f"2 Established in parts; {full}"),
            f"does not apply: kein Bahnhof; {full}",
        ],
        [
            *("Frau Sommer", title, "1 First steps; sure Beschluss"),
            f"2 Established in parts; {full}",
        ],
        ["this desk", title, "open", "1 First steps; sure Beschluss"],
    ]


def test_the_history_marks_what_was_undone(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    section = reader.opens(address(assessment, "sections/mi_needs_and_standards"))
    reader.presses(section, "Undo the last change")

    page = reader.opens(address(assessment, "history"))

    assert [row[0] for row in rows(page)] == ["this desk undone", "this desk"]


def test_a_long_history_goes_on_page_by_page(reader: Visitor) -> None:
    assessment = an_assessment()
    for number in range(120):
        an_answer(assessment, KEY, note=f"Stand {number}")

    first = reader.opens(address(assessment, "history"))
    second = reader.follows(first, "Earlier changes")
    third = reader.follows(second, "Earlier changes")

    pages = [rows(first), rows(second), rows(third)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [row[3] for page in pages for row in page] == [
        f"open Stand {number}" for number in range(119, -1, -1)
    ]
    assert "Earlier changes" not in third.texts("a")


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 40, "²", ""])
def test_a_page_of_the_history_that_is_none_shows_the_newest(reader: Visitor, before: str) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)

    page = reader.opens(address(assessment, f"history?before={before}"))

    assert len(rows(page)) == 1


def test_the_desk_names_what_is_next(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)

    page = reader.opens("/municipalities/own-musterort")

    assert page.of_class("p", "lead") == [
        "“Needs and responsibility”: 1 of 2 left, about 3 minutes."
    ]
    assert ("Go on with 2026", address(assessment, "next")) in page.links


def test_a_desk_without_a_self_check_leads_to_the_first(reader: Visitor) -> None:
    reader.posts("/start/own", {"name": "Musterort"})

    page = reader.opens("/municipalities/own-musterort")

    assert ("Start a self-check", "/start/own-musterort") in page.links
