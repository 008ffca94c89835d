"""Who only reads sees everything and no button; who moderates sees levels and not one note."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.domain.answers import State, Sureness
from app.web.checklists import checklists
from tests.assessments.people import KEY, SECOND, SECTION, logged_in, somebody
from tests.builders import CHECKLIST, address, an_answer, an_assessment, every_answer
from tests.visitor import Page, Visitor
from tests.workshops.rooms import a_plan, a_round, a_running_workshop

NOTE = "Kanarienvogel im Nachweis"
REASON = "Kanarienvogel im Grund"
AUTHOR = "Emil Engel"
CANARY = "kanarienvogel"


@pytest.fixture
def emil(app: Flask) -> Account:
    return somebody(an_assessment(), AUTHOR, Role.EDITOR)


@pytest.fixture
def assessment(app: Flask, emil: Account) -> Assessment:
    """Answers with notes and a reason, written by somebody with a name."""
    from_emil = an_assessment(year=2025)
    an_answer(from_emil, KEY, by=emil.key, level=2, note=NOTE, sureness=Sureness.GUESS, target=3)
    an_answer(from_emil, SECOND, by=emil.key, state=State.NOT_APPLICABLE, reason=REASON)
    return from_emil


@pytest.fixture
def viewer(app: Flask, assessment: Assessment) -> Visitor:
    return logged_in(app, somebody(assessment, "Vera Vogt", Role.VIEWER))


@pytest.fixture
def moderator(app: Flask, assessment: Assessment) -> Visitor:
    return logged_in(app, somebody(assessment, "Mona Maurer", Role.MODERATOR))


def test_a_viewer_reads_every_answer_in_full(assessment: Assessment, viewer: Visitor) -> None:
    page = viewer.opens(address(assessment, "answers"))

    assert page.title == "All answers: Musterort 2025"
    assert page.of_class("p", "answer-level")[:2] == ["2 Established in parts", "does not apply"]
    assert page.of_class("p", "quoted") == [NOTE, REASON]
    assert [fact.words for fact in page.every("dd")][:2] == ["a guess", "3 Systematic and reviewed"]
    assert AUTHOR in page.text


def test_the_overview_leads_a_viewer_to_the_answers(
    assessment: Assessment, viewer: Visitor
) -> None:
    page = viewer.opens(address(assessment))

    where = address(assessment, "answers")
    assert page.links[[words for words, _ in page.links].index("Needs and responsibility")] == (
        "Needs and responsibility",
        f"{where}#{SECTION}",
    )


def offered(page: Page) -> set[str]:
    """The words of every button, and of every link in the main part that looks like one."""
    buttons = {words for form in page.forms for words, _ in form.buttons}
    return buttons - {"Log out", "Deutsch"}


VIEWERS_PAGES = ["", "answers", "history", "result", "result/numbers", "questionnaire", "levels"]


@pytest.mark.parametrize("page", VIEWERS_PAGES)
def test_every_address_a_viewer_is_offered_is_open_to_them(
    assessment: Assessment, viewer: Visitor, page: str
) -> None:
    every_answer(assessment, level=1)
    shown = viewer.opens(address(assessment, page))

    refused = [
        where
        for _, where in shown.links
        if where.startswith("/municipalities") and viewer.gets(where).status_code >= 400
    ]

    assert refused == []
    assert offered(shown) <= {"Show", "Print", "Print this result"}


def test_a_viewers_desk_offers_reading_only(assessment: Assessment, viewer: Visitor) -> None:
    page = viewer.opens(f"/municipalities/{assessment.municipality.key}")

    words = [words for words, _ in page.links]
    assert "Read all answers" in words
    assert "Go on with 2025" not in words
    assert "Start another self-check" not in words


def test_an_editor_is_not_offered_what_coordinators_do(app: Flask, assessment: Assessment) -> None:
    editor = logged_in(app, somebody(assessment, "Otto Oertel", Role.EDITOR))

    desk = editor.opens(f"/municipalities/{assessment.municipality.key}")
    overview = editor.opens(address(assessment))

    words = [words for page in (desk, overview) for words, _ in page.links]
    assert "Start another self-check" not in words
    assert "Archive or discard this self-check" not in words
    assert "Who fills in what?" not in words
    assert "Go on" in words


def test_a_coordinator_is_offered_all_of_it(app: Flask, assessment: Assessment) -> None:
    coordinator = logged_in(app, somebody(assessment, "Anna Adler", Role.COORDINATOR))

    desk = coordinator.opens(f"/municipalities/{assessment.municipality.key}")
    overview = coordinator.opens(address(assessment))

    words = {words for page in (desk, overview) for words, _ in page.links}
    assert {
        "Start another self-check",
        "Archive or discard this self-check",
        "Who fills in what?",
    } <= words


def test_going_on_leads_a_viewer_back_to_the_overview(
    assessment: Assessment, viewer: Visitor
) -> None:
    assert viewer.opens(address(assessment, "next")).address == address(assessment)


def test_an_archived_self_check_tells_a_viewer_whom_to_ask(
    app: Flask, assessment: Assessment, viewer: Visitor
) -> None:
    coordinator = logged_in(app, somebody(assessment, "Anna Adler", Role.COORDINATOR))
    coordinator.posts(address(assessment, "archive"), {})

    page = viewer.opens(address(assessment))

    assert "Whoever coordinates the self-check can bring it back." in page.text
    assert offered(page) == set()


def test_a_moderators_desk_shows_levels_and_nothing_else(
    assessment: Assessment, moderator: Visitor
) -> None:
    page = moderator.opens(f"/municipalities/{assessment.municipality.key}")

    inside = [where for _, where in page.links if where.startswith("/municipalities")]
    desk = f"/municipalities/{assessment.municipality.key}"
    assert inside == [address(assessment, "levels"), f"{desk}/workshops", f"{desk}/people"]


def test_a_moderator_sees_level_target_and_importance(
    assessment: Assessment, moderator: Visitor
) -> None:
    page = moderator.opens(address(assessment, "levels"))

    rows = page.table("Levels, targets and importance")
    assert rows[:3] == [
        ["Needs and responsibility"],
        [
            "1.1 Knowing the language needs",
            "2 Established in parts",
            "3 Systematic and reviewed",
            "not said",
        ],
        [
            "1.2 Responsibility for multilingual content",
            "does not apply",
            "2 Established in parts (proposed)",
            "not said",
        ],
    ]


def addresses(app: Flask, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Every method and address of a municipality there is, with what this self-check has in it."""
    given = {
        "municipality": assessment.municipality.key,
        "checklist": CHECKLIST,
        "year": assessment.year,
        "section": SECTION,
        "criterion": KEY,
        "name": "profile",
        "suffix": "svg",
        "account": 1,
        "number": 1,
    }
    others = {"comparisons.download": {"suffix": "json"}}
    build = app.url_map.bind("localhost").build
    for rule in app.url_map.iter_rules():
        if "municipality" in rule.arguments and rule.arguments <= set(given):
            here = given | others.get(rule.endpoint, {})
            chosen = {name: here[name] for name in rule.arguments}
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            for method in sorted(methods):
                yield method, build(rule.endpoint, chosen, method=method)


def test_the_levels_name_nobody(assessment: Assessment, moderator: Visitor) -> None:
    html = moderator.opens(address(assessment, "levels")).html

    assert "Engel" not in html
    assert "a guess" not in html


def test_nothing_a_moderator_can_get_holds_a_note_or_a_reason(
    app: Flask, assessment: Assessment, moderator: Visitor
) -> None:
    every = list(addresses(app, assessment))
    sent = {"csrf_token": moderator.token(), f"{KEY}-version": "0", f"{KEY}-choice": "level:1"}
    answers = {}
    for method, where in every:
        for accept in ("text/html", "application/json"):
            response = moderator.asks(
                moderator.client.open,
                where,
                method=method,
                data=sent if method == "POST" else None,
                headers={"Accept": accept, **moderator.headers},
            )
            answers[method, where, accept] = response

    telling = [
        asked
        for asked, response in answers.items()
        if CANARY in response.get_data(as_text=True).casefold()
    ]
    opened = {where for (_, where, _), response in answers.items() if response.status_code == 200}
    assert telling == []
    assert opened == {
        f"/municipalities/{assessment.municipality.key}",
        f"/municipalities/{assessment.municipality.key}/people",
        f"/municipalities/{assessment.municipality.key}/territory",
        f"/municipalities/{assessment.municipality.key}/workshops",
        f"/municipalities/{assessment.municipality.key}/workshops/new",
        address(assessment, "levels"),
    }
    assert len(every) > 25


def test_no_page_of_a_workshop_holds_a_note_or_a_reason(
    app: Flask, assessment: Assessment, moderator: Visitor
) -> None:
    workshop = a_running_workshop(assessment, a_plan(criteria=[KEY, SECOND]))
    a_round(workshop, KEY)
    given = {"municipality": assessment.municipality.key, "workshop": workshop.id, "criterion": KEY}
    build = app.url_map.bind("localhost").build
    every = [
        build(rule.endpoint, {name: given[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "workshop" in rule.arguments and "GET" in (rule.methods or ())
    ]

    pages = {where: moderator.gets(where, follow_redirects=True) for where in every}

    # It runs: what was planned is not planned anew.
    refused = [where for where, page in pages.items() if page.status_code != 200]
    assert [where.rpartition("/")[2] for where in refused] == ["plan"]
    told = {where: page.get_data(as_text=True).casefold() for where, page in pages.items()}
    assert [where for where, text in told.items() if CANARY in text] == []


def test_the_canary_would_sing(app: Flask, assessment: Assessment, viewer: Visitor) -> None:
    page = viewer.gets(address(assessment, "answers")).get_data(as_text=True).casefold()

    assert page.count(CANARY) == 2
    assert checklists().latest(CHECKLIST).criteria_by_key[KEY].key == KEY
