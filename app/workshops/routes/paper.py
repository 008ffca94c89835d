"""The room without reception: ballots, hands, and a sheet for helpers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.accounts.permissions import may_moderate
from app.assessments.wording import problems_in
from app.domain.errors import DomainError
from app.extensions import db
from app.web.access import allows
from app.web.errors import Refused
from app.web.i18n import page_language
from app.web.speaking import speaking
from app.workshops.ballot_models import Round, RoundState
from app.workshops.entrance import entrance_of
from app.workshops.opening import (
    WORKSHOP,
    OpenWorkshop,
    name_of_group,
    open_or_404,
    open_to_lead,
)
from app.workshops.paper_forms import (
    PER_SHEET_WORDS,
    PaperForm,
    PaperRow,
    ballot_choice,
    choice_words,
    counted,
    paper_form,
)
from app.workshops.queries import paper_of
from app.workshops.rounds import TooManyVotes, enter_paper, paper_by_group, phones_by_group
from app.workshops.tongues import page_languages_of, said_in

bp = Blueprint("workshop_paper", __name__, url_prefix=WORKSHOP)


class NothingToCount(Refused):
    """Paper goes into a round before its reveal: one frozen distribution is ever shown."""

    title = _l("This round takes no more votes")
    advice = _l("Nothing was changed. It is revealed already, or another round has begun since.")


@bp.get("/ballots")
@allows(may_moderate)
def ballots(municipality: str, workshop: int) -> ResponseReturnValue:
    """Ballots to print, per criterion and language."""
    room = open_or_404(municipality, workshop)
    languages = page_languages_of(room.workshop)
    wanted = request.args.to_dict(flat=False)
    keys = [item.criterion_key for item in room.planned_items]
    choice = ballot_choice(wanted, criteria=keys, languages=languages)
    return render_template(
        "paper/ballots.html",
        room=room,
        workshop=room.workshop,
        choice=choice,
        criteria=keys,
        tongues=[page_language(one) for one in languages],
        per_sheet_words=PER_SHEET_WORDS,
        sheets=[
            (page_language(language), _ballot(room, key, language, number))
            for number, (key, language) in enumerate(
                (key, language) for key in choice.criteria for language in choice.languages
            )
        ],
    )


def _ballot(room: OpenWorkshop, key: str, language: str, number: int) -> Sequence[Markup]:
    """The ballots of one sheet, each with names of its own for what it describes."""
    criterion, entrance = room.criterion(key), entrance_of(room.workshop)
    with speaking(language):
        return [
            # A template of ours, escaped as every one.
            Markup(  # noqa: S704
                render_template(
                    "paper/ballot.html",
                    room=room,
                    workshop=room.workshop,
                    criterion=criterion,
                    groups=[name_of_group(group) for group in room.groups],
                    entrance=entrance,
                    picture=entrance and entrance.named(f"qr-{number}-{place}"),
                )
            )
            for place in range(2)
        ]


@bp.get("/helper-sheet")
@allows(may_moderate)
def sheet(municipality: str, workshop: int) -> ResponseReturnValue:
    """One page for whoever helps in the room."""
    room = open_or_404(municipality, workshop)
    return render_template(
        "paper/sheet.html",
        room=room,
        workshop=room.workshop,
        entrance=entrance_of(room.workshop),
        minutes=sum(item.minutes for item in room.planned_items),
        in_short=[
            (page_language(one), *_in_short(one, room.workshop.threshold))
            for one in page_languages_of(room.workshop)
        ],
    )


def _in_short(language: str, threshold: int) -> tuple[str, str]:
    """How to join and why nobody learns what one chooses, to be read aloud in this language."""
    with speaking(language):
        return (
            gettext(
                "Scan the code or type the address and the code. Choose your language and for "
                "whom you speak. Then wait for the first question."
            ),
            gettext(
                "No name is asked for. Nobody learns what you choose, not even who moderates; "
                "results of fewer than %(num)s people are not shown.",
                num=threshold,
            ),
        )


@bp.get("/criteria/<criterion>/paper")
@allows(may_moderate)
def enter(municipality: str, workshop: int, criterion: str) -> ResponseReturnValue:
    """What was counted on paper or by hands, by group."""
    room = open_or_404(municipality, workshop)
    room.item_or_404(criterion)
    return _page(room, criterion)


@bp.post("/criteria/<criterion>/paper")
@allows(may_moderate)
def keep(municipality: str, workshop: int, criterion: str) -> ResponseReturnValue:
    """Keep these counts, in place of earlier ones; all of them, or none."""
    room = open_to_lead(municipality, workshop)
    room.item_or_404(criterion)
    round_ = _round_to_count(room, criterion)
    if round_ is None:
        raise NothingToCount
    form, rows = _form(room, round_)
    if form["round"].data != str(round_.number):
        raise NothingToCount
    is_sound = form.validate()
    if not (is_sound and _enter(room, round_, rows)):
        db.session.rollback()
        return _page(open_or_404(municipality, workshop), criterion, sent=(form, rows)), 422
    db.session.commit()
    flash(gettext("What was counted is kept."), "success")
    return redirect(room.url(".enter", criterion=criterion))


def _enter(room: OpenWorkshop, round_: Round, rows: Sequence[PaperRow]) -> bool:
    """Whether every group had people enough; where not, its row says so."""
    phones, is_sound = phones_by_group(round_), True
    for row, found in counted(rows):
        row.group.heads = found.heads
        try:
            enter_paper(
                room.workshop,
                round_,
                group_id=row.group.id,
                counts=found.counts,
                phones=phones.get(row.group.id, 0),
                heads=found.heads,
            )
        except TooManyVotes as problem:
            row.heads.errors = [too_many_words(problem)]
            is_sound = False
        except DomainError:
            raise NothingToCount from None
    return is_sound


def too_many_words(problem: TooManyVotes) -> str:
    """“That would be 9 votes of 8 people.”"""
    return gettext(
        "That would be %(votes)s votes of %(people)s people.",
        votes=problem.votes,
        people=problem.people,
    )


def _round_to_count(room: OpenWorkshop, criterion: str) -> Round | None:
    """The latest round, as long as nothing of it is shown."""
    latest = room.latest.get(criterion)
    return latest if latest and latest.state is not RoundState.REVEALED else None


def _form(room: OpenWorkshop, round_: Round) -> tuple[PaperForm, Sequence[PaperRow]]:
    groups = [(group, name_of_group(group)) for group in room.groups]
    return paper_form(round_, room.criterion(round_.criterion_key), groups, paper_of(round_))


def _page(
    room: OpenWorkshop, key: str, sent: tuple[PaperForm, Sequence[PaperRow]] | None = None
) -> str:
    criterion, round_ = room.criterion(key), _round_to_count(room, key)
    shared: Mapping[str, Any] = {
        "room": room,
        "workshop": room.workshop,
        "criterion": criterion,
        "number": room.number(key),
        "round": round_,
    }
    if round_ is None:
        return render_template("paper/over.html", **shared, latest=room.latest.get(key))
    form, rows = sent or _form(room, round_)
    phones = phones_by_group(round_)
    return render_template(
        "paper/enter.html",
        **shared,
        form=form,
        rows=rows,
        problems=problems_in(form),
        choice_words=choice_words,
        phones=phones,
        by_phone=sum(phones.values()),
        paper=paper_by_group(round_),
        said_in=said_in,
    )
