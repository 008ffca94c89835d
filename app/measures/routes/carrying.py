"""Unfinished measures of earlier years go on in this one, as many as somebody chooses."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.accounts.permissions import may_answer
from app.assessments.opening import ASSESSMENT, open_for_answers, open_or_404
from app.assessments.queries import Hold
from app.domain.checklist import Criterion
from app.extensions import db
from app.measures.carrying import carry_on, unfinished
from app.web.access import allows
from app.web.forms import whole_number
from app.web.i18n import shown

bp = Blueprint("carrying", __name__, url_prefix=ASSESSMENT)


@bp.get("/carry-on")
@allows(may_answer)
def show(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """The unfinished measures of earlier years; none is chosen beforehand, unless all are."""
    check = open_or_404(municipality, checklist, year)
    return render_template(
        "carrying/show.html",
        check=check,
        measures=unfinished(check) if check.is_open else [],
        chooses_all="all" in request.args,
    )


@bp.post("/carry-on")
@allows(may_answer)
def go_on(municipality: str, checklist: str, year: int) -> ResponseReturnValue:
    """Carry the chosen ones on; each once, however often the form is sent."""
    check = open_for_answers(municipality, checklist, year, hold=Hold.ALONE)
    chosen = {whole_number(text) for text in request.form.getlist("measures")}
    gone_on = carry_on(check, chosen, by=g.person.key)
    db.session.commit()
    for one in gone_on:
        for effect, reason in one.followed.lost:
            _tell_lost(one.measure.title, check.criterion_of(effect.criterion_key), reason)
    if not gone_on:
        flash(gettext("Nothing was chosen that still has to be carried on."))
        return redirect(check.url(".show"))
    told = ngettext("%(num)s measure goes on.", "%(num)s measures go on.", len(gone_on))
    flash(told, "success")
    return redirect(url_for("measures.show", municipality=municipality))


def _tell_lost(title: str, criterion: Criterion | None, reason: str) -> None:
    """An effect that found no way into this year's checklist."""
    named = shown(criterion.title).text if criterion else ""
    flash(
        gettext(
            "“%(measure)s” no longer serves “%(criterion)s”: %(reason)s.",
            measure=title,
            criterion=named,
            reason=gettext(reason),
        )
    )
