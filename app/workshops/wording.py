"""Workshops in words: stages, states, agreement, prompts, reasons, and how a room decided."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from math import ceil, floor

from flask import Blueprint
from flask_babel import format_decimal, format_time, gettext, ngettext
from markupsafe import Markup

from app.assessments.wording import state_words
from app.domain.agenda import Reason
from app.domain.agreement import AgreementWord
from app.domain.checklist import Criterion
from app.domain.origin import How
from app.domain.talk import Prompt
from app.web.formatting import number
from app.web.i18n import shown
from app.workshops import sentences
from app.workshops.models import Decision, Pace, Stage
from app.workshops.steps import ItemStage, LeftOut


def stage_words(stage: str) -> str:
    """How far a workshop is."""
    return {
        Stage.PREPARED: gettext("prepared"),
        Stage.JOINING: gettext("people are joining"),
        Stage.RUNNING: gettext("running"),
        Stage.ENDED: gettext("ended"),
        Stage.ERASED: gettext("ended, votes and ideas erased"),
    }[Stage(stage)]


def pace_words(pace: str) -> str:
    return {
        Pace.STEPS: gettext("one criterion after the other"),
        Pace.SILENT: gettext("first all of them silently, everybody at their own pace"),
    }[Pace(pace)]


def item_stage_words(stage: str) -> str:
    """How far the room is with a criterion."""
    return {
        ItemStage.PLANNED: gettext("planned"),
        ItemStage.OPEN: gettext("open"),
        ItemStage.CLOSED: gettext("closed"),
        ItemStage.REVEALED: gettext("revealed"),
        ItemStage.DECIDED: gettext("decided"),
        ItemStage.POSTPONED: gettext("postponed"),
        ItemStage.SKIPPED: gettext("skipped"),
    }[ItemStage(stage)]


def agreement_words(word: AgreementWord | None) -> str:
    """Agreement in a word; below five votes there is none."""
    if word is None:
        return gettext("too few votes for a picture")
    return {
        AgreementWord.AGREED: gettext("largely agreed"),
        AgreementWord.TWO_CAMPS: gettext("two camps"),
        AgreementWord.SOME_SPREAD: gettext("some spread"),
    }[word]


def agreement_number(value: float) -> str:
    """From 0, one half at each end, to 1, everybody the same; two decimals."""
    return format_decimal(round(value, 2), format="0.00")


def prompt_words(prompt: Prompt) -> str:
    """What to ask the room next, given what it sees."""
    return {
        Prompt.TOO_FEW: gettext(
            "There are too few ratings for a picture. Talk about it openly: what do you know?"
        ),
        Prompt.MANY_UNKNOWN: gettext("Many do not know. Who could find out, and until when?"),
        Prompt.SCOPE_UNCLEAR: gettext(
            "Several say that it does not apply. What is meant here, and does it concern us?"
        ),
        Prompt.TWO_CAMPS: gettext(
            "What lies behind the different experiences? Let each side give one example."
        ),
        Prompt.SOME_SPREAD: gettext(
            "What speaks for a higher level, what for a lower one? Name one example of each."
        ),
        Prompt.AGREED: gettext(
            "Does that match what you know? What would show it to somebody from outside?"
        ),
    }[prompt]


def agenda_reason_words(reason: str) -> str:
    """Why the agenda that wrote itself has a criterion, or leaves it out; empty for no reason."""
    words: dict[str, str] = {
        Reason.DISAGREEMENT: gettext("Views lie apart here."),
        Reason.GOOD_NEWS: gettext("Good news first: here you agree."),
        LeftOut.AGREED: gettext("You agree already."),
        LeftOut.FIND_OUT: gettext("Many do not know. Somebody should find out."),
        LeftOut.TOO_FEW: gettext("Too few ratings."),
        LeftOut.NO_TIME: gettext("Other points are more pressing, and time is short."),
    }
    return words.get(reason, "")


def left_out_words(why: LeftOut, count: int) -> str:
    """“2 because you agree already”."""
    return {
        LeftOut.AGREED: ngettext(
            "%(num)s because you agree already", "%(num)s because you agree already", count
        ),
        LeftOut.FIND_OUT: ngettext(
            "%(num)s because many do not know", "%(num)s because many do not know", count
        ),
        LeftOut.TOO_FEW: ngettext(
            "%(num)s because of too few ratings", "%(num)s because of too few ratings", count
        ),
        LeftOut.NO_TIME: ngettext(
            "%(num)s because time is short", "%(num)s because time is short", count
        ),
    }[why]


def how_choice(how: str) -> str:
    """How the room settled on it, as a choice of its own."""
    return {
        How.AGREED: gettext("Agreed"),
        How.MAJORITY: gettext("By majority"),
        How.MODERATOR: gettext("Set by whoever moderates"),
        How.POSTPONED: gettext("Postponed"),
    }[How(how)]


def how_meaning(how: str) -> str:
    return {
        How.AGREED: gettext("Everybody can live with it."),
        How.MAJORITY: gettext("Most are for it, some are not. Their view belongs into the note."),
        How.MODERATOR: gettext("The room did not settle it. Please say why."),
        How.POSTPONED: gettext("Nothing is settled. The official answer stays as it is."),
    }[How(how)]


def decision_words(criterion: Criterion, decision: Decision) -> str:
    """“2 In Teilen verankert”, “does not apply”, “postponed”."""
    if decision.how is How.POSTPONED:
        return gettext("postponed")
    return state_words(criterion, decision.state, decision.level)


def level_number(criterion: Criterion, position: Fraction | None) -> str:
    """“1.5”; a dash where there is none."""
    return sentences.level_number(criterion.scale, position)


def median_words(criterion: Criterion, median: Fraction | None) -> str:
    """“2 In Teilen verankert”, or between which two levels it lies."""
    if median is None:
        return gettext("nobody chose a level")
    levels = criterion.scale.levels
    low, high = levels[floor(median)], levels[ceil(median)]
    if low is high:
        return sentences.level_words(low)
    return gettext(
        "%(number)s, between “%(low)s” and “%(high)s”",
        number=level_number(criterion, median),
        low=shown(low.label),
        high=shown(high.label),
    )


def half_words(criterion: Criterion, half: tuple[Fraction, Fraction]) -> str:
    """Between which numbers the middle half of the votes lies."""
    low, high = (level_number(criterion, end) for end in half)
    return low if low == high else gettext("%(low)s to %(high)s", low=low, high=high)


def begun_large(words: str) -> str:
    """As the beginning of a line; what else is written large stays so."""
    return words[:1].upper() + words[1:]


def clock_words(moment: datetime) -> str:
    """“18:30”, in the time of the town hall."""
    return format_time(moment, "HH:mm")


def live(name: str, count: int | None) -> Markup:
    """A number that the script keeps up to date; without it, it is as old as the page."""
    return Markup('<span data-live="{}">{}</span>').format(name, number(count))


def speak_on_workshops(bp: Blueprint) -> None:
    """Let templates say all of this."""
    for function in (
        agreement_number,
        agreement_words,
        begun_large,
        clock_words,
        decision_words,
        half_words,
        how_meaning,
        how_choice,
        item_stage_words,
        level_number,
        live,
        median_words,
        pace_words,
        prompt_words,
        agenda_reason_words,
        stage_words,
    ):
        bp.add_app_template_global(function)
