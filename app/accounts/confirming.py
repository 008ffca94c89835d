"""Ask for the password once more before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.accounts.entering import WaitFirst, check_password
from app.accounts.queries import account_of
from app.accounts.throttle import account_subject, forget_failures
from app.accounts.wording import wait_words
from app.extensions import db, now, reading
from app.web.access import current_person


def refused_password(form: FlaskForm, page: Callable[[], str]) -> ResponseReturnValue | None:
    """The page again if the password is wrong or comes too often; nothing if it is right.

    Nothing either where the form asks for none: people who come by single sign-on have none.
    """
    if "password" not in form:
        return None
    with reading():
        email = account_of(current_person().account_id).email
    problem, status = gettext("This password is not right."), 422
    headers: dict[str, str] = {}
    try:
        if check_password(email, form["password"].data or ""):
            forget_failures(account_subject(email), now=now())
            return None
    except WaitFirst as wait:
        problem, status = wait_words(wait.seconds), 429
        headers = {"Retry-After": str(wait.seconds)}
    # A wrong password stands in the trail.
    db.session.commit()
    form["password"].errors = [problem]
    return page(), status, headers
