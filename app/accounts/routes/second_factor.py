"""The second factor: set it up, keep recovery codes, remove it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import delete, insert

from app.accounts.actions import switch_off_second_factor
from app.accounts.entering import WaitFirst, check_code
from app.accounts.events import RecoveryCodesRenewed, SecondFactorSwitchedOn
from app.accounts.forms import CodeForm
from app.accounts.models import Account, RecoveryCode
from app.accounts.permissions import has_own_account
from app.accounts.queries import account_of
from app.accounts.second_factor import (
    accepted_step,
    hash_recovery_code,
    new_recovery_codes,
    new_secret,
    otpauth_address,
)
from app.accounts.sessions import end_sessions
from app.audit.actions import record
from app.extensions import db, now
from app.web.access import allows, current_person
from app.web.qr import qr_svg

bp = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")

ISSUER = "Willkommenscheck"


@bp.get("")
@allows(has_own_account)
def set_up() -> ResponseReturnValue:
    """A picture for the app, and the same as text; or what is set up already."""
    account = _mine()
    if account.totp_secret:
        return render_template("second_factor/is_set_up.html", form=CodeForm())
    session.setdefault("new_secret", new_secret())
    return _set_up_page(account, CodeForm())


@bp.post("")
@allows(has_own_account)
def switch_on() -> ResponseReturnValue:
    """Accept the secret once a code proves that the app has it; then show the recovery codes."""
    codes = fresh_codes()
    account, form = _mine(), CodeForm()
    secret = session.get("new_secret")
    if account.totp_secret or not isinstance(secret, str):
        return redirect(url_for(".set_up"))
    is_filled_in = form.validate()
    step = accepted_step(secret, form.code.data or "", last_step=0, at=now())
    if step is None:
        problem = gettext("This code is not right. Does the clock of your device go right?")
        return _set_up_page(account, form, problem=problem if is_filled_in else ""), 422
    account.totp_secret, account.totp_step = secret, step
    end_sessions(account.id, but=current_person().session_id)
    record(SecondFactorSwitchedOn(), by=account.key)
    _keep(account, codes)
    session.pop("new_secret")
    db.session.commit()
    return render_template("second_factor/show_codes.html", codes=[*codes])


@bp.post("/codes")
@allows(has_own_account)
def renew_codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones, against a code."""
    codes = fresh_codes()
    account = _mine()
    problem = _problem_with_code(account)
    if problem:
        return problem
    record(RecoveryCodesRenewed(), by=account.key)
    _keep(account, codes)
    db.session.commit()
    return render_template("second_factor/show_codes.html", codes=[*codes])


@bp.post("/remove")
@allows(has_own_account)
def switch_off() -> ResponseReturnValue:
    """Do without it again, against a code; operators cannot."""
    account = _mine()
    if account.is_operator and not account.is_demo:
        flash(gettext("Whoever runs the installation needs the second factor."), "warning")
        return redirect(url_for(".set_up"))
    problem = _problem_with_code(account)
    if problem:
        return problem
    switch_off_second_factor(account, by=account.key, keep_session=current_person().session_id)
    db.session.commit()
    flash(gettext("The second factor is removed."))
    return redirect(url_for("account.show"))


def _mine() -> Account:
    return account_of(current_person().account_id)


def _problem_with_code(account: Account) -> ResponseReturnValue | None:
    """The page again if the code is not right; nothing if it is."""
    form = CodeForm()
    if not account.totp_secret:
        return redirect(url_for(".set_up"))
    problem, status = "", 422
    headers: dict[str, str] = {}
    if form.validate():
        try:
            if check_code(account.id, account.email, form.code.data):
                return None
            problem = gettext("This code is not right, or it was used already.")
        except WaitFirst as wait:
            problem = gettext("Please wait %(seconds)s seconds, then try again.", **vars(wait))
            status, headers = 429, {"Retry-After": str(wait.seconds)}
    db.session.commit()
    page = render_template("second_factor/is_set_up.html", form=form, problem=problem)
    return page, status, headers


def fresh_codes() -> dict[str, str]:
    """New recovery codes with their hashes; slow, so made before anything is locked."""
    return {code: hash_recovery_code(code) for code in new_recovery_codes()}


def _keep(account: Account, codes: Mapping[str, str]) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.execute(
        insert(RecoveryCode),
        [{"account_id": account.id, "code_hash": code_hash} for code_hash in codes.values()],
    )


def _set_up_page(account: Account, form: CodeForm, *, problem: str = "") -> str:
    secret = session["new_secret"]
    address = otpauth_address(secret, account=account.email, issuer=ISSUER)
    picture = qr_svg(
        address,
        title=gettext("Code for the app"),
        description=gettext("It holds the same as the key below."),
    )
    return render_template(
        "second_factor/set_up.html", form=form, picture=picture, secret=secret, problem=problem
    )
