"""One's tokens for programs: see them, make one, end one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms.fields import SelectChoice

from app.accounts.api_tokens import DAYS, end_token, find_token, make_token, tokens_of
from app.accounts.confirming import refused_password
from app.accounts.forms import TokenForm
from app.accounts.models import Account
from app.accounts.permissions import has_own_account, may_read
from app.accounts.queries import account_of
from app.accounts.token_scopes import TokenScope
from app.extensions import db, reading
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.access import allows, current_person

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@bp.get("")
@allows(has_own_account)
def show() -> ResponseReturnValue:
    """The tokens there are, and a form for another one."""
    return _page(_form())


@bp.post("")
@allows(has_own_account)
def make() -> ResponseReturnValue:
    """Make a token against the password, and show it this once."""
    with reading():
        form = _form()
        if not form.validate():
            return _page(form), 422
    refusal = refused_password(form, lambda: _page(form))
    if refusal:
        return refusal
    token, kept = make_token(
        _mine(),
        name=form.name.data,
        scope=TokenScope(form.scope.data),
        municipality=_chosen_place(form),
        days=int(form.days.data),
    )
    db.session.commit()
    return render_template("tokens/make.html", token=token, kept=kept)


@bp.post("/<int(max=2147483647):token_id>/end")
@allows(has_own_account)
def end(token_id: int) -> ResponseReturnValue:
    """End a token, at once; of others' one does not even learn that they exist."""
    account = _mine()
    kept = find_token(account.id, token_id) or abort(404)
    end_token(kept, account)
    db.session.commit()
    flash(gettext("The token “%(name)s” has ended.", name=kept.name))
    return redirect(url_for(".show"))


def _mine() -> Account:
    return account_of(current_person().account_id)


def _form() -> TokenForm:
    person, account, form = current_person(), _mine(), TokenForm()
    form.held = len(tokens_of(account.id))
    form.scope.choices = [SelectChoice(one.value) for one in TokenScope]
    form.days.choices = [SelectChoice(str(days), _days_words(days)) for days in DAYS]
    readable = [one for one in person.places.values() if may_read(person, one.key)]
    form.municipality.choices = [
        *(SelectChoice(place.key, place.name) for place in readable),
        SelectChoice(TokenForm.everywhere, gettext("All that I may read")),
    ]
    if not readable:
        del form.municipality
    if account.password_hash is None:
        # Those who come by single sign-on only.
        del form.password
    return form


def _chosen_place(form: TokenForm) -> Municipality | None:
    """The one municipality the token is bound to, if it is to be bound to one."""
    if "municipality" not in form or form.municipality.data == form.everywhere:
        return None
    return find_municipality(form.municipality.data) or abort(404)


def _days_words(days: int) -> str:
    if days % 365:
        return ngettext("%(num)s day", "%(num)s days", days)
    return ngettext("%(num)s year", "%(num)s years", days // 365)


def _page(form: TokenForm) -> str:
    return render_template(
        "tokens/show.html", form=form, tokens=tokens_of(current_person().account_id)
    )
