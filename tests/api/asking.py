"""Ask as a program does, and read what comes."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from app.accounts.api_tokens import make_token
from app.accounts.models import Account
from app.accounts.token_scopes import TokenScope
from app.assessments.models import Assessment
from app.extensions import db
from app.municipalities.models import Municipality
from tests.visitor import Visitor

API = "/api/v1"
PROBLEM = "application/problem+json"


def asks(visitor: Visitor, path: str, *, status: int = 200) -> Any:
    """The JSON at this address."""
    response = visitor.gets(path if path.startswith("/") else f"{API}/{path}")
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    assert response.mimetype == ("application/json" if status == 200 else PROBLEM)
    return response.get_json(force=True)


def a_token(
    account: Account,
    *,
    scope: TokenScope = TokenScope.NOTES,
    municipality: Municipality | None = None,
    days: int = 365,
) -> str:
    """A token as its person sees it once."""
    token, _ = make_token(
        account, name="Statistik", scope=scope, municipality=municipality, days=days
    )
    db.session.commit()
    return token


def sends(
    visitor: Visitor, token: str, path: str, *, status: int = 200, **options: Any
) -> TestResponse:
    """What a program hears that comes with this token."""
    headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
    response = visitor.gets(path, headers=headers, **options)
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return response


def of_place(municipality: Municipality, below: str = "") -> str:
    return f"{API}/municipalities/{municipality.key}/assessments{below}"


def of_check(assessment: Assessment, below: str = "") -> str:
    here = f"/{assessment.checklist_key}/{assessment.year}"
    return of_place(assessment.municipality, f"{here}{below}")


def comparisons_of(assessment: Assessment, query: str = "") -> str:
    return of_place(assessment.municipality, f"/{assessment.checklist_key}/comparisons{query}")
