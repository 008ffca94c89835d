"""Chapter of the report: who was in the room, what was decided there, who disagreed."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.assessments.wording import how_words, state_words
from app.domain.origin import How
from app.files.paper import Block, Content, DataTable, Heading, Paragraph, Tone
from app.papers.blocks import numbered
from app.papers.dossier import Decided, Dossier, Gathering
from app.papers.wording import typed, typed_or_dash
from app.web.formatting import day
from app.web.i18n import shown


def workshops(dossier: Dossier) -> Iterator[Block]:
    """Each workshop that is over; nothing of it that its own record would not show."""
    if not dossier.gatherings and not dossier.minority_notes:
        return
    yield Heading(gettext("Answered together"))
    if dossier.gatherings:
        yield Paragraph(
            gettext(
                "Ratings were secret and anonymous; only what was decided stands here. A decision "
                "becomes the official answer of the self-check."
            )
        )
    for held in dossier.gatherings:
        yield from _gathering(dossier, held)
    yield from _minority_notes(dossier)


def _gathering(dossier: Dossier, held: Gathering) -> Iterator[Block]:
    yield Heading(typed(f"{held.title}, {day(held.day)}"), level=2)
    if held.attendance:
        yield DataTable(
            caption=gettext("Who was in the room"),
            head=[gettext("Group"), gettext("Invited"), gettext("Present"), gettext("Voting")],
            rows=[
                [typed(one.name), _count(one.invited), str(one.present), _count(one.voted)]
                for one in held.attendance
            ],
            shares=(4, 1, 1, 1),
            numeric=(1, 2, 3),
        )
    for one in held.attendance:
        if one.is_missing:
            yield Paragraph(
                gettext("%(group)s: nobody came. The result is without them.", group=one.name)
            )
    if held.decisions:
        yield DataTable(
            caption=gettext("What was decided"),
            head=[gettext("Criterion"), gettext("Decision"), gettext("Reason")],
            rows=[_decision_row(dossier, one) for one in held.decisions],
            shares=(4, 4, 5),
        )


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _decision_row(dossier: Dossier, one: Decided) -> list[Content]:
    return [
        numbered(dossier.report, one.criterion),
        "\n".join(decision_lines(one)),
        typed_or_dash(one.reason),
    ]


def decision_lines(one: Decided) -> Iterator[str]:
    """What was decided, how, and after how many votes."""
    if one.how is How.POSTPONED:
        yield gettext("postponed")
    else:
        yield state_words(one.criterion, one.state, one.level)
        yield how_words(one.how)
    if one.round is None:
        yield gettext("Decided openly, without votes.")
    else:
        yield gettext(
            "After round %(round)s: %(voted)s of %(present)s voted.",
            round=one.round,
            voted=one.voted,
            present=one.present,
        )


def _minority_notes(dossier: Dossier) -> Iterator[Block]:
    """They stay with the decision, whoever had the majority."""
    if not dossier.minority_notes:
        return
    yield Heading(gettext("Minority notes"), level=2)
    for note in dossier.minority_notes:
        about = gettext(
            "On %(number)s “%(title)s” (workshop of %(day)s):",
            number=note.number,
            title=shown(note.criterion.title),
            day=day(note.day),
        )
        yield Paragraph(about, Tone.SMALL)
        yield Paragraph(typed(note.text), Tone.NOTICE)
