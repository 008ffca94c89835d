"""The smallest valid things to test with; override what matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from app.accounts.actions import give_roles, make_account
from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.roles import Role
from app.assessments.actions import record_answer, start_assessment
from app.assessments.models import Assessment
from app.assessments.queries import VersionedAnswer, load_answer
from app.domain.answers import Answer, State
from app.domain.editing import Edit
from app.domain.origin import How, Origin
from app.domain.scope import Scope
from app.extensions import db
from app.municipalities.actions import add_own
from app.municipalities.models import Municipality
from app.web.checklists import checklists

CHECKLIST = "in2_willkommenskultur"


def a_municipality(name: str = "Musterort", *, population: int | None = 9400) -> Municipality:
    # Each in a country of its own: the same name in the same country would be the same place.
    number = db.session.scalar(select(func.count()).select_from(Municipality)) or 0
    municipality = add_own(name, country=f"Land {number + 1}", population=population)
    db.session.commit()
    return municipality


def an_assessment(
    municipality: Municipality | None = None,
    *,
    checklist: str = CHECKLIST,
    year: int = 2026,
    scope: Scope = Scope.FULL,
) -> Assessment:
    assessment = start_assessment(
        municipality or a_municipality(),
        checklists().latest(checklist),
        year=year,
        scope=scope,
        by="desk",
    )
    db.session.commit()
    return assessment


def an_answer(
    assessment: Assessment, criterion_key: str, *, by: str = "desk", **fields: Any
) -> VersionedAnswer:
    """Record an answer on top of what stands there; a `level` alone is enough."""
    if "level" in fields:
        fields = {"state": State.LEVEL, **fields}
    version = load_answer(assessment, criterion_key).version
    stored = record_answer(assessment, criterion_key, edit=Edit(version, fields), by=by)
    db.session.commit()
    return stored


def an_origin(**fields: Any) -> Origin:
    """A second round in which fourteen of eighteen voted."""
    usual: dict[str, Any] = {
        "day": date(2026, 5, 12),
        "title": "",
        "round": 2,
        "voted": 14,
        "present": 18,
        "median": Fraction(3, 2),
        "how": How.AGREED,
    }
    return Origin(**{**usual, **fields})


def a_decision(
    assessment: Assessment, criterion_key: str, *, level: int = 2, **fields: Any
) -> VersionedAnswer:
    """What a workshop decided about a criterion; `fields` are those of its origin."""
    version = load_answer(assessment, criterion_key).version
    stored = record_answer(
        assessment,
        criterion_key,
        edit=Edit(version, {"state": State.LEVEL, "level": level}),
        by="desk",
        origin=an_origin(**fields),
    )
    db.session.commit()
    return stored


def every_answer(assessment: Assessment, *, level: int) -> None:
    """The same level for every criterion."""
    checklist = checklists().get(assessment.checklist_key, assessment.checklist_version)
    for criterion in checklist.criteria:
        an_answer(assessment, criterion.key, level=level)


def stored(assessment: Assessment, criterion_key: str) -> Answer:
    """What is stored about a criterion by now."""
    return load_answer(assessment, criterion_key).answer


def address(assessment: Assessment, page: str = "") -> str:
    """The address of one of a self-check's pages."""
    key = assessment.municipality.key
    below = f"/{page}" if page else ""
    return f"/municipalities/{key}/{assessment.checklist_key}/{assessment.year}{below}"


PASSWORD = "korrekt pferd batterie heftklammer"


def an_account(
    email: str = "erika@example.org",
    *,
    name: str = "Erika Muster",
    roles: Mapping[Municipality, Collection[Role]] | None = None,
    is_operator: bool = False,
    totp_secret: str | None = None,
) -> Account:
    """Somebody with an account, the usual password, and roles by municipality."""
    account = make_account(email, name=name, password_hash=hash_password(PASSWORD))
    account.is_operator = is_operator
    account.totp_secret = totp_secret
    for municipality, held in (roles or {}).items():
        give_roles(account, municipality, held, by="desk")
    db.session.commit()
    return account
