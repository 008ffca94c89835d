"""Everything of a municipality in one file: nothing missing, nothing secret, nothing foreign."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Table

from app.accounts.models import Account, ApiToken, Invitation
from app.accounts.roles import Role
from app.assessments.models import AnswerChange, Assessment, Assignment, Snapshot, StoredAnswer
from app.audit.queries import audit_trail
from app.extensions import db
from app.holdings.taking_out import everything_of
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from tests.builders import (
    a_decision,
    a_municipality,
    an_account,
    an_answer,
    an_assessment,
    an_origin,
)
from tests.holdings.conftest import CANARY, COORDINATOR, INVITED
from tests.visitor import Visitor

TAKEN_OUT = {
    "api_token",
    "answer_change",
    "assessment",
    "assignment",
    "audit_entry",
    "import_draft",
    "invitation",
    "council_paper",
    "measure",
    "measure_effect",
    "measure_note",
    "membership",
    "plan_feed",
    "public_summary",
    "snapshot",
    "stored_answer",
    "workshop",
    "workshop_decision",
    "workshop_dot",
    "workshop_group",
    "workshop_has_voted",
    "workshop_idea",
    "workshop_item",
    "workshop_participant",
    "workshop_round",
    "workshop_tally",
    "workshop_vote",
}


def hanging_on(table: Table) -> set[str]:
    """The tables whose rows belong to a row of this one, at any distance."""
    near = {
        one
        for one in db.metadata.tables.values()
        for key in one.foreign_keys
        if key.column.table is table
    }
    return {one.name for one in near}.union(*(hanging_on(one) for one in near))


def taken_out(visitor: Visitor, place: Municipality) -> dict[str, Any]:
    page = visitor.opens(f"/municipalities/{place.key}/settings")
    token = page.fields["csrf_token"]
    response = visitor.asks(
        visitor.client.post,
        f"/municipalities/{place.key}/settings/data.json",
        data={"csrf_token": token},
    )
    assert response.status_code == 200
    return dict(json.loads(response.get_data(as_text=True)))


def test_a_new_table_of_municipalities_is_taken_out_too(app: Flask) -> None:
    # A table that is new here needs its place in taking_out, in docs/data-format.md, and below.
    assert hanging_on(db.metadata.tables["municipality"]) == TAKEN_OUT


def test_the_coordinator_takes_everything_out(reader: Visitor, place: Municipality) -> None:
    reader.logs_in(COORDINATOR)

    data = taken_out(reader, place)

    assert [*data] == [
        "format",
        "format_version",
        "program_version",
        "taken_out_at",
        "municipality",
        "people",
        "invitations",
        "territory_changes",
        "tokens",
        "import_drafts",
        "self_checks",
        "workshops",
        "measures",
        "measure_calendars",
        "council_papers",
        "public_summaries",
        "audit_trail",
        "names",
    ]
    assert data["municipality"]["key"] == place.key
    assert [(one["email"], one["roles"]) for one in data["people"]] == [
        (COORDINATOR, ["coordinator"]),
        ("emil@example.org", ["editor"]),
    ]
    assert [one["email"] for one in data["invitations"]] == [INVITED]
    assert [(one["year"], len(one["answers"])) for one in data["self_checks"]] == [
        (2025, 36),
        (2026, 36),
        (2027, 36),
    ]
    assert [one["person"] for one in data["self_checks"][-1]["assignments"]] == ["account-2"]
    assert data["names"] == {"account-1": f"{CANARY} Muster", "account-2": "Emil Engel"}


def test_that_it_was_taken_out_stands_in_it(reader: Visitor, place: Municipality) -> None:
    reader.logs_in(COORDINATOR)

    data = taken_out(reader, place)

    assert data["audit_trail"][-1]["event"] == "data_taken_out"
    assert [one.event for one in audit_trail(place.id, limit=1)] == ["data_taken_out"]


def test_every_answer_and_every_change_is_in_it_as_it_is_stored(
    app: Flask, place: Municipality
) -> None:
    check = everything_of(place)["self_checks"][1]

    answers = {one["criterion"]: one for one in check["answers"]}
    changes = [*db.session.scalars(db.select(AnswerChange).order_by(AnswerChange.id))]
    of_check = db.select(StoredAnswer).filter_by(assessment_id=changes[-1].assessment_id)
    kept = {one.criterion_key: one for one in db.session.scalars(of_check)}
    assert {key: one["note"] for key, one in answers.items()} == {
        key: one.note for key, one in kept.items()
    }
    last = check["history"][-1]
    assert (last["criterion"], last["undoes"], last["changed_by"]) == (
        "mi_website",
        12,
        "account-2",
    )
    assert [one["after"] for one in check["history"]] == [
        one.after for one in changes if one.assessment_id == changes[-1].assessment_id
    ]


def test_the_workshop_of_an_answer_and_of_its_change_is_in_it(
    app: Flask, place: Municipality
) -> None:
    check = an_assessment(place, year=2028)
    a_decision(check, "mi_website", minority="Nein")
    an_answer(check, "mi_website", level=1)
    a_decision(check, "mi_signage", minority="Nein")

    told = everything_of(place)["self_checks"][-1]

    record = an_origin(minority="Nein").as_record()
    answers = {one["criterion"]: one["origin"] for one in told["answers"]}
    assert answers == {**dict.fromkeys(answers), "mi_signage": record}
    assert [line["origin"] for line in told["history"]] == [record, None, record]
    assert told["history"][1]["before"]["origin"] == record


@pytest.mark.parametrize(
    "model", [Municipality, Assessment, StoredAnswer, AnswerChange, Assignment, Snapshot, ApiToken]
)
def test_every_column_is_in_it(
    app: Flask, place: Municipality, model: type[Municipality | Assessment]
) -> None:
    data = everything_of(place)
    check = data["self_checks"][0]
    assignment = data["self_checks"][-1]["assignments"][0]
    told = {
        Municipality: data["municipality"],
        Assessment: check,
        StoredAnswer: check["answers"][0],
        AnswerChange: check["history"][0],
        Assignment: {**assignment, "account_id": assignment["person"]},
        Snapshot: check["finished_states"][0],
        ApiToken: {**data["tokens"][0], "account_id": data["tokens"][0]["person"]},
    }[model]

    # Keys of the database itself say nothing; what they point to is told by its place.
    stored = {column.name.removesuffix("_key") for column in model.__table__.c}
    assert stored - {name.removesuffix("_key") for name in told} <= {
        "id",
        "municipality_id",
        "assessment_id",
        # Which open page saved last, so that an older request of it is not taken for a newer one.
        "changed_client",
        "changed_sequence",
        # It would let a program in.
        "token_hash",
        # The words of the checklist are nobody's; which they are stands in the document.
        "edition",
    }


def test_no_secret_is_in_it(reader: Visitor, place: Municipality) -> None:
    reader.logs_in(COORDINATOR)

    written = json.dumps(taken_out(reader, place))

    hashes = [
        *db.session.scalars(db.select(Account.password_hash)),
        *db.session.scalars(db.select(Invitation.token_hash)),
        *db.session.scalars(db.select(ApiToken.token_hash)),
    ]
    assert [one for one in hashes if one and one in written] == []


def test_nothing_of_another_municipality_is_in_it(reader: Visitor, place: Municipality) -> None:
    other = a_municipality("Anderswo")
    an_account("karl@example.org", name="Karl", roles={other: [Role.COORDINATOR]})
    an_answer(an_assessment(other), "mi_website", level=1, note="FREMDES")
    reader.logs_in(COORDINATOR)

    written = json.dumps(taken_out(reader, place))

    assert [word for word in ("Anderswo", "karl@", "FREMDES") if word in written] == []


def test_twice_the_same_data_is_twice_the_same_text(app: Flask, place: Municipality) -> None:
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        first, second = (json.dumps(everything_of(place)) for _ in range(2))

    assert first == second


@time_machine.travel("2026-03-02 08:00:00+00:00", tick=False)
def test_the_file_is_named_after_municipality_and_day(reader: Visitor, place: Municipality) -> None:
    reader.logs_in(COORDINATOR)
    token = reader.opens(f"/municipalities/{place.key}/settings").fields["csrf_token"]

    response = reader.asks(
        reader.client.post,
        f"/municipalities/{place.key}/settings/data.json",
        data={"csrf_token": token},
    )

    named = f'attachment; filename="willkommenscheck-{place.key}-2026-03-02.json"'
    assert response.headers["Content-Disposition"] == named
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.MODERATOR])
@pytest.mark.parametrize("below", ["", "/data.json", "/erase"])
def test_only_coordinators_get_at_the_settings(
    reader: Visitor, place: Municipality, role: Role, below: str
) -> None:
    an_account("vera@example.org", roles={place: [role]})
    reader.logs_in("vera@example.org")

    reader.posts(f"/municipalities/{place.key}/settings{below}", {}, status=403 if below else 405)

    assert reader.gets(f"/municipalities/{place.key}/settings").status_code == 403


def test_the_settings_of_others_are_not_there(reader: Visitor, place: Municipality) -> None:
    other = a_municipality("Anderswo")
    an_account("karl@example.org", roles={other: [Role.COORDINATOR]})
    reader.logs_in("karl@example.org")

    for below in ("/data.json", "/erase"):
        reader.posts(f"/municipalities/{place.key}/settings{below}", {}, status=404)

    assert "data_taken_out" not in [one.event for one in audit_trail(place.id)]
    assert find_municipality(place.key)
