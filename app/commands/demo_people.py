"""The people of the demo: one identity for each thing one may be, and a second municipality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from app.accounts.models import Account, Membership
from app.accounts.roles import Role
from app.assessments.actions import start_assessment
from app.assessments.assigning import assign
from app.assessments.models import Assessment
from app.domain.checklist import Checklist
from app.domain.scope import Scope
from app.extensions import db, now
from app.municipalities.models import Municipality

TOWN, ASSOCIATION = "own-lindenbruck", "own-lindental"
# Mail to these addresses goes nowhere: the ending is reserved for examples.
PEOPLE = (
    (
        "Anna Adler",
        "anna@lindenbruck.example",
        {TOWN: [Role.COORDINATOR, Role.MODERATOR], ASSOCIATION: [Role.EDITOR]},
    ),
    ("Emil Engel", "emil@lindenbruck.example", {TOWN: [Role.EDITOR]}),
    ("Vera Vogt", "vera@lindenbruck.example", {TOWN: [Role.VIEWER]}),
    ("Mona Maurer", "mona@lindenbruck.example", {TOWN: [Role.MODERATOR]}),
    ("Karim Kaya", "karim@lindental.example", {ASSOCIATION: [Role.COORDINATOR]}),
)
OPERATOR = ("Otto Oertel", "otto@betrieb.example")
HANDED = (
    ("mi_written", 2, "Bitte auch das Bürgerbüro fragen.", False),
    ("ip_arrival", 4, "", True),
)


def load_people(town: Municipality, checklist: Checklist, *, year: int) -> None:
    """Add the second municipality with a draft, and everybody one may be in the demo."""
    association = Municipality(
        key=ASSOCIATION,
        name="Lindental",
        kind="Verbandsgemeinde",
        population=15200,
        is_example=True,
    )
    db.session.add(association)
    db.session.flush()
    draft = start_assessment(association, checklist, year=year, scope=Scope.SHORT, by="demo")
    places = {TOWN: town.id, ASSOCIATION: association.id}
    accounts = {}
    for name, email, roles in PEOPLE:
        account = accounts[name] = _add(name, email)
        db.session.add_all(
            Membership(account_id=account.id, municipality_id=places[key], role=role.value)
            for key, held in roles.items()
            for role in held
        )
    _add(*OPERATOR).is_operator = True
    _hand_out(draft, accounts)


def _hand_out(draft: Assessment, accounts: Mapping[str, Account]) -> None:
    """Two sections in Anna's hands; one of them only she and Karim may answer."""
    for section, weeks, message, is_exclusive in HANDED:
        assign(
            draft,
            section,
            accounts["Anna Adler"],
            due_on=now().date() + timedelta(weeks=weeks),
            message=message,
            is_exclusive=is_exclusive,
            by=accounts["Karim Kaya"].key,
        )


def _add(name: str, email: str) -> Account:
    account = Account(name=name, email=email, is_demo=True)
    db.session.add(account)
    db.session.flush()
    return account
