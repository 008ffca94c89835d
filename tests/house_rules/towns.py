"""Towns full of canaries: every text in them names its town, so that it is known wherever it shows.

And the people who ask for what is in them, each on a browser of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask

from app.accounts.actions import change_password, give_roles, invite
from app.accounts.api_tokens import make_token
from app.accounts.models import Account, ApiToken, Invitation, LoginSession
from app.accounts.roles import Role
from app.accounts.token_scopes import TokenScope
from app.accounts.tokens import hash_token, new_token
from app.assessments.actions import change_particulars
from app.assessments.assigning import assign
from app.assessments.finishing import finish, reopen
from app.assessments.models import Assessment
from app.domain.answers import State
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.extensions import db
from app.importing.choices import Choices
from app.importing.drafts import keep_draft
from app.municipalities.models import Municipality
from app.territory.actions import record_change
from tests.builders import CHECKLIST, a_municipality, an_account, an_answer, an_assessment
from tests.house_rules.plans import plan_in
from tests.house_rules.rooms import rooms_of
from tests.visitor import Visitor

YEAR = 2026
SECTION, KEY, SECOND = "mi_needs_and_standards", "mi_language_needs", "mi_responsibility"
RESERVED_SECTION, RESERVED_KEY = "mi_written", "mi_website"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Town:
    """A town: what an address can name of it, and the canaries that nobody else may see."""

    key: str
    arguments: Mapping[str, object]

    @property
    def place(self) -> tuple[str, ...]:
        """That it uses the check, and who coordinates there: operators know it, too."""
        return self.key, canary(self.key, "place"), canary(self.key, "chief")

    @property
    def people(self) -> tuple[str, ...]:
        return (canary(self.key, "people"),)

    @property
    def words(self) -> tuple[str, ...]:
        """What it said about itself: notes, reasons, messages, and what they were before."""
        return (canary(self.key, "words"),)


def canary(key: str, kind: str) -> str:
    return f"{kind}canaryof{key.removeprefix('own-')}"


def a_town(key: str, *, inhabitants: bool = True) -> tuple[Municipality, Town]:
    """A town with answers, history and, if it has inhabitants, people, tasks and invitations."""
    municipality = a_municipality(canary(key, "place"))
    municipality.key = key
    assessment = an_assessment(municipality, year=YEAR)
    words = canary(key, "words")
    earlier = an_assessment(municipality, year=YEAR - 3)
    an_answer(earlier, KEY, level=1, note=f"{words} of then")
    by, people = "desk", {}
    if inhabitants:
        person = an_inhabitant(municipality, "people", Role.EDITOR)
        by, people = person.key, {"person_id": person.id, "account": person.id}
        people |= _invited(municipality) | _for_operators(municipality)
        for section in (SECTION, RESERVED_SECTION):
            hand_out(assessment, section, person, is_exclusive=section == RESERVED_SECTION)
    change_particulars(assessment, respondent=words, reference_date=None, by=by)
    an_answer(assessment, KEY, by=by, level=1, note=f"{words} of old")
    an_answer(assessment, KEY, by=by, level=0, note=words)
    an_answer(assessment, SECOND, by=by, state=State.NOT_APPLICABLE, reason=words, note=words)
    an_answer(assessment, RESERVED_KEY, by=by, level=1, note=words)
    finish(assessment, by=by)
    reopen(assessment, reason=words, by=by)
    change = record_change(
        TerritoryChange(
            ChangeKind.RENAMED,
            2010,
            (Unit(key, f"Alt-{municipality.name}"),),
            (Unit(key, municipality.name),),
        ),
        by=by,
        recorded_for=key,
    )
    file = f"Jahr;Kriterium;Antwort;Notiz\n2001;{KEY};1;{words}".encode()
    choices = Choices(f"{CHECKLIST}@1.0.0")
    draft = keep_draft(municipality, file, choices, file_name=f"{words}.csv", by=by)
    # Whoever moderates reads all that workshops say, and nobody without a role here does.
    # Whoever moderates knows what is said in the room, and never what stands beside answers.
    rooms = rooms_of(assessment, words=canary(key, "people"), by=by)
    rooms |= plan_in(assessment, earlier=earlier, words=canary(key, "people"), by=by)
    db.session.commit()
    named = {"checklist": CHECKLIST, "year": YEAR, "section": SECTION, "criterion": KEY}
    shared = {"name": "profile", "suffix": "svg", "filename": "app.css", "version": 2}
    shared |= {"place": municipality.name, "number": 1, "change": change.id, "draft_id": draft.id}
    shared |= {"api.show_checklist.key": CHECKLIST, "api.show_checklist.version": "1.0.0"}
    shared |= {"comparisons.download.suffix": "json", "comparisons.download_chart.name": "line"}
    return municipality, Town(key, {"municipality": key, **named, **shared, **people, **rooms})


def an_inhabitant(municipality: Municipality, kind: str, role: Role) -> Account:
    """Somebody whose name and address are canaries."""
    sign = canary(municipality.key, kind)
    return an_account(f"{sign}@example.org", name=sign, roles={municipality: [role]})


def _invited(municipality: Municipality) -> dict[str, Any]:
    email = f"invited{canary(municipality.key, 'people')}@example.org"
    token = invite(email, municipality=municipality, roles=[Role.EDITOR], by="desk")
    return {"invitation_id": id_of(token), "token": token}


def _for_operators(municipality: Municipality) -> dict[str, Any]:
    """Who coordinates, and who is invited to."""
    chief = an_inhabitant(municipality, "chief", Role.COORDINATOR)
    email = f"invited{canary(municipality.key, 'chief')}@example.org"
    token = invite(email, municipality=municipality, roles=[Role.COORDINATOR], by="desk")
    log_in = LoginSession(account_id=chief.id, token_hash=hash_token(new_token()))
    db.session.add(log_in)
    db.session.commit()
    people = {"municipalities.make_password_link.account": chief.id, "log_in": log_in.id}
    people["token_id"] = a_token(chief, municipality).id
    return people | {"invitation": id_of(token)}


def a_token(account: Account, municipality: Municipality | None = None) -> ApiToken:
    """What is kept of a token for a program; its name is a canary where it is bound to a town."""
    name = canary(municipality.key, "people") if municipality else "Statistik"
    made = {"name": name, "scope": TokenScope.NOTES, "municipality": municipality}
    _, kept = make_token(account, days=30, **made)
    db.session.commit()
    return kept


def id_of(token: str) -> int:
    return db.session.query(Invitation.id).filter_by(token_hash=hash_token(token)).scalar()


def hand_out(
    assessment: Assessment, section: str, person: Account, *, is_exclusive: bool = False
) -> None:
    message = canary(assessment.municipality.key, "words")
    asked: dict[str, Any] = {"due_on": date(2100, 1, 1), "message": message, "by": person.key}
    assign(assessment, section, person, is_exclusive=is_exclusive, **asked)


@dataclass
class Asker:
    """Somebody who asks for everything: what they are where, and the cookie they send along."""

    name: str
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """By the key of the town."""
    is_known: bool = True
    is_operator: bool = False
    is_desk: bool = False
    lacks_second_factor: bool = False
    has_left: bool = False
    """Was logged in once, and sends the cookie of then."""
    own: dict[str, object] = field(default_factory=dict)
    """What this one asks for where a town has several, and what nobody else has."""
    cookie: str = ""
    token: str = ""

    @property
    def browser(self) -> str:
        """The canary of somebody's log-ins."""
        return f"browserof{self.name.replace(' ', '')}canary"

    def may_know(self, town: Town) -> bool:
        return self.is_desk or bool(self.roles.get(town.key))


@dataclass
class House:
    """Who asks in a house of two towns, and how each of them gets in."""

    app: Flask
    north: Municipality
    south: Municipality
    assessment: Assessment

    def everybody(self) -> Iterator[Asker]:
        here, there = self.north, self.south
        yield self.with_cookie(Asker("nobody", is_known=False))
        yield self.member("coordinator", {here: [Role.COORDINATOR]})
        yield self.editor_with_a_task()
        reserved = {"section": RESERVED_SECTION, "criterion": RESERVED_KEY, "version": 1}
        yield self.member("editor shut out", {here: [Role.EDITOR]}, **reserved)
        yield self.member("viewer", {here: [Role.VIEWER]})
        yield self.member("moderator", {here: [Role.MODERATOR]})
        yield self.member("coordinator elsewhere", {there: [Role.COORDINATOR]})
        yield self.member("member of both", {here: [Role.VIEWER], there: [Role.EDITOR]})
        yield self.member("without a role", {})
        yield self.operator("operator", totp_secret=TOTP_SECRET)
        yield self.operator("operator without second factor", totp_secret=None)
        yield from self.whose_log_in_has_ended()

    def whose_log_in_has_ended(self) -> Iterator[Asker]:
        """The cookie of each was good once, and is sent again."""
        visitor, asker = Visitor(self.app), self.member("logged out", self._coordinates())
        self._account_of(asker)
        visitor.client.set_cookie(*asker.cookie.split("=", 1))
        visitor.posts("/log-out", {"csrf_token": asker.token})
        yield asker
        asker = self.member("disabled", self._coordinates())
        self._account_of(asker).is_disabled = True
        yield asker
        asker = self.member("with another password", self._coordinates())
        change_password(self._account_of(asker), "ein ganz anderer langer satz")
        yield asker
        asker = self.member("with another role", self._coordinates())
        give_roles(self._account_of(asker), self.north, [Role.VIEWER], by="desk")
        yield asker

    def _coordinates(self) -> dict[Municipality, list[Role]]:
        return {self.north: [Role.COORDINATOR]}

    def _account_of(self, asker: Asker) -> Account:
        asker.is_known, asker.has_left, asker.roles = False, True, {}
        return db.session.get_one(Account, asker.own["mine"])

    def editor_with_a_task(self) -> Asker:
        asker = self.member("editor", {self.north: [Role.EDITOR]})
        hand_out(self.assessment, SECTION, db.session.get_one(Account, asker.own["mine"]))
        return asker

    def member(
        self, name: str, roles: Mapping[Municipality, Sequence[Role]], **own: object
    ) -> Asker:
        account = an_account(f"{name.replace(' ', '.')}@example.org", name=name, roles=roles)
        held = {town.key: frozenset(given) for town, given in roles.items()}
        return self.logged_in(Asker(name, held, own=own), account)

    def operator(self, name: str, *, totp_secret: str | None) -> Asker:
        email = f"{name.replace(' ', '.')}@example.org"
        account = an_account(email, name=name, is_operator=True, totp_secret=totp_secret)
        asker = Asker(name, is_operator=True, lacks_second_factor=totp_secret is None)
        return self.logged_in(asker, account)

    def logged_in(self, asker: Asker, account: Account, **kept: str) -> Asker:
        """Give somebody a log-in, from behind: a password takes its time."""
        token = new_token()
        log_in = LoginSession(
            account_id=account.id, token_hash=hash_token(token), browser=asker.browser
        )
        db.session.add(log_in)
        db.session.commit()
        asker.own["token_id"] = a_token(account).id
        asker.own |= {"log_in": log_in.id, "email": account.email, "mine": account.id}
        return self.with_cookie(asker, log_in=token, **kept)

    def with_cookie(self, asker: Asker, **kept: str) -> Asker:
        """The cookie that holds this, and a form token that belongs to it."""
        visitor = Visitor(self.app)
        if kept:
            with visitor.client.session_transaction() as session:
                session.update(kept)
        asker.token = visitor.gets("/session").get_json()["csrf_token"]
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = visitor.client.get_cookie(name)
        assert cookie
        asker.cookie = f"{name}={cookie.value}"
        return asker
