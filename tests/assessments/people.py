"""People at work on one self-check, for tests: each logged in on a browser of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assessments.assigning import assign
from app.assessments.models import Assessment
from app.extensions import db
from tests.builders import an_account
from tests.visitor import Visitor

SECTION = "mi_needs_and_standards"
TITLE = "Needs and responsibility"
KEY = "mi_language_needs"
SECOND = "mi_responsibility"


def somebody(assessment: Assessment, name: str, *roles: Role) -> Account:
    """A person with these roles in the municipality of the self-check."""
    email = f"{name.split()[0].lower()}@example.org"
    return an_account(email, name=name, roles={assessment.municipality: roles})


def logged_in(app: Flask, account: Account) -> Visitor:
    visitor = Visitor(app, language="en")
    visitor.logs_in(account.email)
    return visitor


def handed(
    assessment: Assessment,
    account: Account,
    *,
    section: str = SECTION,
    due_on: date | None = None,
    is_exclusive: bool = False,
    by: str = "desk",
) -> None:
    """Hand a section to somebody, past the pages."""
    asked: dict[str, Any] = {"due_on": due_on, "message": "", "is_exclusive": is_exclusive}
    assign(assessment, section, account, by=by, **asked)
    db.session.commit()
