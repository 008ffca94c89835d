"""The people of the demo: one identity for each thing one may be, and a second municipality."""

from __future__ import annotations

from app.accounts.models import Account, Membership
from app.accounts.roles import Role
from app.assessments.actions import start_assessment
from app.domain.checklist import Checklist
from app.domain.scope import Scope
from app.extensions import db
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
    start_assessment(association, checklist, year=year, scope=Scope.SHORT, by="demo")
    places = {TOWN: town.id, ASSOCIATION: association.id}
    for name, email, roles in PEOPLE:
        account = _add(name, email)
        db.session.add_all(
            Membership(account_id=account.id, municipality_id=places[key], role=role.value)
            for key, held in roles.items()
            for role in held
        )
    _add(*OPERATOR).is_operator = True


def _add(name: str, email: str) -> Account:
    account = Account(name=name, email=email, is_demo=True)
    db.session.add(account)
    db.session.flush()
    return account
