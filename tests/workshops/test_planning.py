"""Preparing a workshop through its form: every way to choose, what to consider, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts.roles import Role
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.domain.scope import Scope
from app.extensions import db
from app.web.checklists import checklists
from app.workshops.ending import end
from app.workshops.joining import open_joining
from app.workshops.models import Pace, Workshop
from app.workshops.preparing import GroupPlan, plan_of
from app.workshops.queries import groups_of, items_of
from tests.builders import (
    CHECKLIST,
    PASSWORD,
    a_municipality,
    an_account,
    an_assessment,
)
from tests.visitor import Page, Visitor
from tests.workshops.rooms import CRITERIA, a_plan, a_running_workshop, a_workshop, revealed

SECTION = "mi_needs_and_standards"


def workshops(place: str) -> str:
    return f"/municipalities/{place}/workshops"


def new_address(assessment: Assessment) -> str:
    return f"{workshops(assessment.municipality.key)}/new"


def of(workshop: Workshop, page: str) -> str:
    return f"{workshops(workshop.municipality.key)}/{workshop.id}/{page}"


def entered(**changed: Any) -> dict[str, Any]:
    """What somebody would send, with two groups of ten."""
    return {
        "check": f"{CHECKLIST}/2026",
        "title": "Runder Tisch",
        "held_on": "2026-12-12",
        "minutes": "120",
        "which": "core",
        "pace": "steps",
        "languages": ["de", "en"],
        "most_participants": "80",
        "threshold": "5",
        "kept_days": "90",
        "group_0-de-name": "Verwaltung",
        "group_0-en-name": "Administration",
        "group_0-invited": "10",
        "group_1-de-name": "Vereine",
        "group_1-en-name": "Clubs",
        "group_1-invited": "10",
        **changed,
    }


def sends(visitor: Visitor, address: str, fields: dict[str, Any]) -> TestResponse:
    """The bare answer: where it leads is another room."""
    sent = {"csrf_token": visitor.token(), **fields}
    return visitor.asks(visitor.client.post, address, data=sent, headers=visitor.headers)


def prepared(visitor: Visitor, assessment: Assessment, **changed: Any) -> Workshop:
    """The workshop that comes of what is entered, kept at once."""
    response = sends(visitor, new_address(assessment), entered(**changed))
    assert response.status_code == 302, Page(response).text
    return db.session.query(Workshop).order_by(Workshop.id.desc()).limit(1).one()


def planned(workshop: Workshop) -> list[str]:
    return [item.criterion_key for item in items_of(workshop)]


def names_of(workshop: Workshop) -> list[dict[str, str]]:
    return [group.names for group in groups_of(workshop)]


def core_of_the_checklist() -> list[str]:
    return [one.key for one in checklists().latest(CHECKLIST).core_criteria]


def test_a_workshop_is_prepared_and_its_console_comes_next(app: Flask, visitor: Visitor) -> None:
    assessment = an_assessment()

    response = sends(visitor, new_address(assessment), entered())

    workshop = db.session.query(Workshop).one()
    assert response.headers["Location"] == of(workshop, "").rstrip("/")
    assert workshop.assessment_id == assessment.id
    assert (workshop.title, workshop.held_on) == ("Runder Tisch", date(2026, 12, 12))
    assert (workshop.minutes, workshop.pace) == (120, Pace.STEPS)
    assert names_of(workshop) == [
        {"de": "Verwaltung", "en": "Administration"},
        {"de": "Vereine", "en": "Clubs"},
    ]
    assert planned(workshop) == core_of_the_checklist()


def test_the_console_says_that_it_is_prepared(app: Flask, reader: Visitor) -> None:
    page = reader.posts(new_address(an_assessment()), entered())

    assert page.title == "Runder Tisch"
    assert page.messages == ["The workshop is prepared. From here you lead it."]


def test_sections_are_planned_whole(app: Flask, visitor: Visitor) -> None:
    workshop = prepared(visitor, an_assessment(), which="sections", sections=[SECTION])

    section = checklists().latest(CHECKLIST).nodes_by_key[SECTION]
    assert planned(workshop) == [one.key for one in section.criteria]


def test_chosen_criteria_stand_in_the_order_of_the_checklist(app: Flask, visitor: Visitor) -> None:
    workshop = prepared(visitor, an_assessment(), which="chosen", criteria=[*reversed(CRITERIA)])

    assert planned(workshop) == [*CRITERIA]


def test_where_the_agenda_writes_itself_everything_is_rated_in_silence_first(
    app: Flask, visitor: Visitor
) -> None:
    workshop = prepared(visitor, an_assessment(), which="agenda")

    everything = [one.key for one in checklists().latest(CHECKLIST).criteria]
    assert (planned(workshop), workshop.pace) == (everything, Pace.SILENT)


def test_chosen_criteria_can_be_rated_all_at_once(app: Flask, visitor: Visitor) -> None:
    workshop = prepared(
        visitor, an_assessment(), which="chosen", criteria=[*CRITERIA], pace="silent"
    )

    assert (planned(workshop), workshop.pace) == ([*CRITERIA], Pace.SILENT)


def test_the_short_form_offers_what_it_asks_and_nothing_else(app: Flask, visitor: Visitor) -> None:
    workshop = prepared(visitor, an_assessment(scope=Scope.SHORT), which="agenda")

    assert planned(workshop) == core_of_the_checklist()


def test_a_checklist_without_core_criteria_does_not_offer_them(
    app: Flask, visitor: Visitor
) -> None:
    assessment = an_assessment(checklist="haltefaktoren")

    page = visitor.opens(new_address(assessment))

    offered = [one["value"] for one in page.attributes("input") if one.get("name") == "which"]
    has_core = bool(checklists().latest("haltefaktoren").core_criteria)
    assert ("core" in offered) == has_core


def test_what_stands_under_more_is_kept(app: Flask, visitor: Visitor) -> None:
    more = {"most_participants": "200", "threshold": "8", "kept_days": "30", "shows_two": "y"}

    workshop = prepared(visitor, an_assessment(), **more)

    kept = workshop.most_participants, workshop.threshold, workshop.kept_days, workshop.shows_two
    assert kept == (200, 8, 30, True)


def test_five_groups_are_proposed_in_every_language(app: Flask, reader: Visitor) -> None:
    page = reader.opens(new_address(an_assessment()))

    proposed = {name: text for name, text in page.fields.items() if name.endswith("en-name")}
    assert [*proposed.values()] == [
        "Administration and council",
        "Migrants and their organisations",
        "Employers",
        "Volunteers and clubs",
        "Schools and kindergartens",
    ]
    assert page.fields["group_4-de-name"] != ""


def test_a_usual_group_is_named_in_a_language_that_is_chosen_later(
    app: Flask, visitor: Visitor
) -> None:
    named = {"group_0-en-name": "Employers", "group_0-de-name": ""}

    workshop = prepared(visitor, an_assessment(), **named)

    assert [*names_of(workshop)[0]] == ["de", "en"]


def test_more_groups_keep_what_is_typed(app: Flask, visitor: Visitor) -> None:
    assessment = an_assessment()

    page = visitor.posts(new_address(assessment), entered(title="Halb getippt", more="y"))

    assert page.fields["title"] == "Halb getippt"
    assert page.fields["group_1-de-name"] == "Vereine"
    assert "group_3-de-name" in page.fields
    assert db.session.query(Workshop).count() == 0


def test_there_are_never_more_than_eight_groups(app: Flask, visitor: Visitor) -> None:
    many = {f"group_{number}-de-name": f"Gruppe {number}" for number in range(12)}
    many |= {f"group_{number}-invited": "6" for number in range(12)}

    workshop = prepared(visitor, an_assessment(), **many)

    assert len(names_of(workshop)) == 8


def test_all_problems_are_said_at_once_and_nothing_typed_is_lost(
    app: Flask, reader: Visitor
) -> None:
    wrong = {
        "title": "",
        "held_on": "irgendwann",
        "minutes": "-5",
        "most_participants": "501",
        "threshold": "4",
        "kept_days": "0",
        "which": "chosen",
        "criteria": ["mi_website", "no_such_criterion"],
        "languages": ["de"],
        "shows_two": "y",
        "group_0-de-name": "x" * 81,
        "group_1-invited": "viele",
        "group_2-invited": "7",
    }

    page = reader.posts(new_address(an_assessment()), entered(**wrong), status=422)

    assert page.problems == [
        "Please enter a title.",
        "Not a valid date value.",
        "Please enter a whole number from 15 to 600.",
        "This is not one of the choices. Please choose again.",
        "Please choose two languages, or show only one.",
        "At most 80 characters. Your text is still here.",
        "Please enter a whole number from 1 to 500.",
        "Please enter a name.",
        "Please enter a whole number from 1 to 500.",
        "Please enter a whole number from 5 to 500.",
        "Please enter a whole number from 1 to 365.",
    ]
    typed = {name: text for name, text in wrong.items() if isinstance(text, str)}
    assert {name: page.fields.get(name) for name in typed} == typed
    assert page.fields["group_0-en-name"] == "Administration"
    assert page.fields["criteria"] == "mi_website"
    assert db.session.query(Workshop).count() == 0


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"which": "everything"}, "Please choose one."),
        ({"pace": "slow"}, "Please choose one."),
        ({"check": "in2_willkommenskultur/2001"}, "Please choose one."),
        ({"which": "sections"}, "Please choose at least one."),
        ({"which": "chosen"}, "Please choose at least one."),
        ({"languages": []}, "Please choose at least one."),
        ({"languages": ["xx"]}, "This is not one of the choices. Please choose again."),
        ({"held_on": "2099-01-01"}, "Please check the year."),
        ({"group_0-invited": "-3"}, "Please enter a whole number from 1 to 500."),
        ({"group_1-de-name": "Verwaltung"}, "Another group has this name."),
        ({"most_participants": "19"}, "You invite 20 people. Let as many in."),
        ({"title": "zwei\nZeilen"}, "Please write this in one line."),
    ],
)
def test_what_no_page_offers_is_refused(
    app: Flask, reader: Visitor, wrong: dict[str, Any], problem: str
) -> None:
    page = reader.posts(new_address(an_assessment()), entered(**wrong), status=422)

    assert page.problems == [problem]


def test_without_any_group_nothing_is_prepared(app: Flask, reader: Visitor) -> None:
    nobody = {name: "" for name in entered() if name.startswith("group_")}

    page = reader.posts(new_address(an_assessment()), entered(**nobody), status=422)

    assert page.problems == ["Please name at least one group."]


def test_too_little_time_is_said_once_and_never_forbidden(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    hurried = entered(minutes="30", which="chosen", criteria=[*CRITERIA])

    page = reader.posts(new_address(assessment), hurried)
    kept = sends(reader, new_address(assessment), {**hurried, "seen": page.fields["seen"]})

    assert "3 criteria need about 39 minutes, with welcome and end; you have 30." in page.text
    assert kept.status_code == 302
    assert db.session.query(Workshop).one().minutes == 30


def test_a_group_of_fewer_than_five_hears_that_its_result_stays_hidden(
    app: Flask, reader: Visitor
) -> None:
    page = reader.posts(new_address(an_assessment()), entered(**{"group_1-invited": "4"}))

    assert "Too few people are invited for this group: Clubs." in page.text
    assert page.fields["seen"] == "small_groups"


SMALL = {"group_0-invited": "2", "group_1-invited": "2"}


def test_a_small_room_is_told_before_it_is_kept(app: Flask, reader: Visitor) -> None:
    page = reader.posts(new_address(an_assessment()), entered(**SMALL))

    assert "You invite fewer than five people." in page.text
    assert db.session.query(Workshop).count() == 0


@pytest.mark.parametrize(("choice", "is_open"), [("open", True), ("secret", False)])
def test_a_small_room_chooses_how_to_decide(
    app: Flask, reader: Visitor, choice: str, is_open: bool
) -> None:
    assessment = an_assessment()
    seen = reader.posts(new_address(assessment), entered(**SMALL)).fields["seen"]

    workshop = prepared(reader, assessment, **SMALL, seen=seen, small_room=choice)

    assert workshop.decides_openly is is_open


def test_a_small_room_has_to_choose(app: Flask, reader: Visitor) -> None:
    page = reader.posts(
        new_address(an_assessment()), entered(**SMALL, seen="small_room"), status=422
    )

    assert page.problems == ["Please choose one."]


def test_what_was_considered_once_is_not_asked_again_when_the_plan_is_changed(
    app: Flask, visitor: Visitor
) -> None:
    few = (GroupPlan({"de": "Rat"}, invited=3),)
    workshop = a_workshop(plan=replace(a_plan(groups=few), decides_openly=True, minutes=20))
    address = of(workshop, "plan")
    page = visitor.opens(address)
    chosen = {"languages": ["de", "en"], "criteria": [*CRITERIA], "seen": ["small_room", "time"]}

    after = sends(visitor, address, {**page.fields, **chosen})

    assert after.status_code == 302
    db.session.expire_all()
    assert workshop.decides_openly is True


def test_a_room_that_is_not_small_decides_in_secret_whatever_is_sent(
    app: Flask, visitor: Visitor
) -> None:
    workshop = prepared(visitor, an_assessment(), seen="small_room", small_room="open")

    assert workshop.decides_openly is False


def test_a_room_that_does_not_say_how_many_is_not_small(app: Flask, visitor: Visitor) -> None:
    workshop = prepared(visitor, an_assessment(), **{"group_0-invited": "", "group_1-invited": "9"})

    assert [group.invited for group in groups_of(workshop)] == [None, 9]


def test_the_next_workshop_begins_with_the_groups_of_the_last(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    a_workshop(assessment)

    page = reader.opens(new_address(assessment))
    afresh = reader.follows(page, "Begin with our proposal instead")

    assert page.fields["group_1-en-name"] == "Migrants' organisations"
    assert page.fields["group_2-invited"] == "6"
    assert page.fields["title"] == ""
    assert afresh.fields["group_1-en-name"] == "Migrants and their organisations"


def test_a_plan_is_shown_as_it_was_made_and_can_be_changed(app: Flask, visitor: Visitor) -> None:
    workshop = a_workshop()
    address = of(workshop, "plan")
    page = visitor.opens(address)

    response = sends(
        visitor, address, entered(title="Später", which="chosen", criteria=[*CRITERIA])
    )

    assert page.fields["title"] == "Runder Tisch Willkommen"
    assert page.fields["which"] == "chosen"
    assert response.status_code == 302
    db.session.expire_all()
    assert workshop.title == "Später"
    assert len(names_of(workshop)) == 2


def test_an_agenda_that_was_put_in_order_stays_so(app: Flask, visitor: Visitor) -> None:
    backwards = [*reversed(CRITERIA)]
    workshop = a_workshop(plan=a_plan(criteria=backwards))

    sends(visitor, of(workshop, "plan"), entered(which="chosen", criteria=[*CRITERIA]))

    assert planned(workshop) == backwards


def test_once_people_can_join_nothing_is_planned_anew(app: Flask, reader: Visitor) -> None:
    workshop = a_workshop()
    open_joining(workshop, by="desk")
    before = plan_of(workshop)

    shown = reader.opens(of(workshop, "plan"), status=400)
    sent = reader.posts(of(workshop, "plan"), entered(), status=400)

    assert shown.title == sent.title == "People can join this workshop already"
    assert plan_of(workshop) == before


def test_a_workshop_that_is_over_is_not_planned_anew(app: Flask, reader: Visitor) -> None:
    workshop = a_running_workshop()
    end(workshop, by="desk")

    page = reader.posts(of(workshop, "plan"), entered(), status=400)

    assert page.title == "This workshop is over"


def test_without_an_open_self_check_the_page_says_how_to_start_one(
    app: Flask, reader: Visitor
) -> None:
    assessment = an_assessment()
    finish(assessment, by="desk")

    page = reader.opens(new_address(assessment))

    assert page.texts("h2") == ["No self-check is open"]
    assert sends(reader, new_address(assessment), entered()).status_code == 200
    assert db.session.query(Workshop).count() == 0


def test_a_self_check_of_another_place_is_none_of_this_one(app: Flask, reader: Visitor) -> None:
    here = an_assessment()
    an_assessment(a_municipality("Anderswo"), year=2031)

    page = reader.posts(new_address(here), entered(check=f"{CHECKLIST}/2031"), status=422)

    assert page.problems == ["Please choose one."]


def test_a_workshop_is_found_under_its_own_place_only(app: Flask, visitor: Visitor) -> None:
    workshop = a_workshop()
    other = a_municipality("Anderswo")

    pages = [f"{workshops(other.key)}/{workshop.id}/{page}" for page in ("plan", "discard")]

    assert [visitor.gets(page).status_code for page in pages] == [404, 404]
    assert sends(visitor, pages[1], {}).status_code == 404
    assert visitor.gets(f"{workshops('own-nowhere')}/new").status_code == 404


def test_a_rehearsal_is_a_copy_beside(app: Flask, visitor: Visitor) -> None:
    workshop = a_workshop()

    response = sends(visitor, of(workshop, "rehearse"), {})

    copy = db.session.query(Workshop).filter_by(is_rehearsal=True).one()
    assert response.headers["Location"] == of(copy, "").rstrip("/")
    assert plan_of(copy) == plan_of(workshop)


def test_what_is_discarded_is_said_first_and_then_gone(app: Flask, reader: Visitor) -> None:
    workshop = a_running_workshop()
    revealed(workshop, {})

    page = reader.opens(of(workshop, "discard"))
    after = reader.presses(page, "Discard for good")

    assert "1 round with its votes" in page.texts("li")
    assert after.messages == ["The workshop “Runder Tisch Willkommen” is discarded."]
    assert db.session.query(Workshop).count() == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_moderators_prepare(app: Flask, role: Role) -> None:
    workshop = a_workshop()
    place = workshop.municipality
    an_account("chief@example.org", roles={place: [Role.COORDINATOR]})
    an_account("reads@example.org", roles={place: [role]})
    visitor = Visitor(app, language="en")
    visitor.logs_in("reads@example.org", PASSWORD)

    statuses = [
        visitor.gets(address).status_code
        for address in (
            f"{workshops(place.key)}/new",
            of(workshop, "plan"),
            of(workshop, "discard"),
        )
    ]

    assert statuses == [403, 403, 403]
    assert sends(visitor, of(workshop, "rehearse"), {}).status_code == 403


def test_a_moderator_prepares(app: Flask) -> None:
    assessment = an_assessment()
    an_account("leads@example.org", roles={assessment.municipality: [Role.MODERATOR]})
    visitor = Visitor(app)
    visitor.logs_in("leads@example.org", PASSWORD)

    workshop = prepared(visitor, assessment)

    assert workshop.title == "Runder Tisch"
