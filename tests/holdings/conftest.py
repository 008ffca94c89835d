"""A municipality with something of everything in it, and a canary in every text."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.accounts.actions import invite
from app.accounts.api_tokens import make_token
from app.accounts.roles import Role
from app.accounts.token_scopes import TokenScope
from app.assessments.actions import undo_answer
from app.assessments.assigning import assign
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.assessments.queries import find_assessment
from app.domain.origin import How
from app.extensions import db
from app.importing.choices import Choices
from app.importing.drafts import keep_draft
from app.measures.actions import draft_measure
from app.measures.models import PlanFeed, StoredProgress
from app.municipalities.models import Municipality
from app.papers.models import CouncilPaper, PublicSummary
from app.workshops.deciding import Basis, Settled, decide
from app.workshops.ideas import give_dots, turn_ideas_to, write_idea
from app.workshops.joining import seat_of
from app.workshops.models import IdeaPhase
from tests.builders import CHECKLIST, a_municipality, an_account, an_answer, an_assessment
from tests.workshops.rooms import a_plan, a_round, a_running_workshop, people, revealed, vote

CANARY = "Kanarienvogel"
SECOND = "mi_responsibility"
COORDINATOR = f"{CANARY.lower()}@example.org"
INVITED = f"{CANARY.lower()}.invited@example.org"


@pytest.fixture
def place(app: Flask) -> Municipality:
    """Three self-checks, two with a long history, one finished; people, a link, an assignment."""
    place = a_municipality(f"{CANARY}heim")
    an_account(COORDINATOR, name=f"{CANARY} Muster", roles={place: [Role.COORDINATOR]})
    emil = an_account("emil@example.org", name="Emil Engel", roles={place: [Role.EDITOR]})
    make_token(emil, name=f"Karte, {CANARY}", scope=TokenScope.NOTES, municipality=place, days=30)
    invite(INVITED, municipality=place, roles=[Role.VIEWER], by="account-1")
    for year in (2025, 2026):
        fill_in(an_assessment(place, year=year))
    finished = find_assessment(place.key, CHECKLIST, 2025)
    assert finished
    finish(finished, by="account-1")
    assign(
        an_assessment(place, year=2027),
        "mi_needs_and_standards",
        emil,
        due_on=date(2027, 3, 15),
        message=f"Bitte bis Mitte März, {CANARY}",
        is_exclusive=True,
        by="account-1",
    )
    file = CANARY.encode("utf-8")
    keep_draft(place, file, Choices(CHECKLIST), file_name=f"{CANARY}.csv", by="account-1")
    an_open_room(place)
    db.session.commit()
    return place


def an_open_room(place: Municipality) -> None:
    """A workshop in which a round runs, with an idea on the wall and one that became a measure."""
    assessment = find_assessment(place.key, CHECKLIST, 2026)
    assert assessment
    workshop = a_running_workshop(assessment, a_plan(title=f"{CANARY}-Runde"))
    workshop.notes = f"{CANARY} privat"
    [clerks, *_] = people(workshop, 3)
    vote(a_round(workshop), clerks, "2")
    revealed(workshop, {"1": clerks}, SECOND)
    turn_ideas_to(workshop, IdeaPhase.DOTTING)
    idea = write_idea(workshop, text=f"{CANARY} begrüßt", criterion_key=None)
    seat = seat_of(clerks[0])
    assert seat
    give_dots(workshop, seat, [idea.id])
    a_measure_and_papers(assessment)
    decide(
        workshop,
        SECOND,
        Settled(How.POSTPONED, minority=f"{CANARY} sieht es anders"),
        Basis(round=1, voted=3, present=3),
        by="account-1",
    )


def a_measure_and_papers(assessment: Assessment) -> None:
    """A measure with everything that can be told of it, its calendar, and the papers on it."""
    measure = draft_measure(assessment, f"{CANARY} füttern", criterion_key=SECOND, by="account-1")
    measure.responsible = f"{CANARY}-Amt"
    measure.notes.append(StoredProgress(text=f"{CANARY} frisst", written_by="account-1"))
    place = assessment.municipality
    by = {"municipality": place, "assessment": assessment}
    db.session.add_all(
        [
            PlanFeed(municipality=place, token_hash=CANARY, made_by="account-1"),
            CouncilPaper(**by, language="de", situation=f"{CANARY} fehlt", changed_by="account-1"),
            PublicSummary(**by, content={"town": CANARY}, published_by="account-1"),
        ]
    )


def fill_in(assessment: Assessment) -> None:
    """Texts of every length, written over again and again, so that old states lie about."""
    assessment.respondent = f"{CANARY} und Partner"
    for number in range(12):
        for criterion in ("mi_website", "mi_language_needs", "mi_responsibility"):
            note = f"{CANARY} {number} " * (1 + 90 * (number % 4))
            an_answer(assessment, criterion, by="account-1", level=number % 3, note=note)
    undo_answer(assessment, "mi_website", based_on=12, by="account-2")
    db.session.commit()
