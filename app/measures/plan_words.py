"""Measures in words: state, effort, money, dates, quarters, and what is expected of them."""

from __future__ import annotations

from datetime import date

from flask_babel import format_decimal, gettext, ngettext

from app.domain.action_plan import Quarter
from app.domain.checklist import Effort
from app.domain.measure import Effect, MeasureSource, MeasureState, PlannedMeasure
from app.web.formatting import day


def state_words(state: MeasureState) -> str:
    return {
        MeasureState.PROPOSED: gettext("proposed"),
        MeasureState.DECIDED: gettext("decided on"),
        MeasureState.UNDER_WAY: gettext("under way"),
        MeasureState.DONE: gettext("done"),
        MeasureState.DROPPED: gettext("dropped"),
    }[state]


def source_words(source: MeasureSource) -> str:
    return {
        MeasureSource.FREE: gettext("our own thought"),
        MeasureSource.GAP: gettext("a gap in the self-check"),
        MeasureSource.UNKNOWN: gettext("something that nobody knew"),
        MeasureSource.MINORITY: gettext("a minority note"),
        MeasureSource.IDEA: gettext("an idea of a workshop"),
    }[source]


def effort_in_a_word(effort: Effort | None) -> str:
    """For tables; what it means in full are the `effort_words` of the result."""
    if effort is None:
        return ""
    return {
        Effort.SMALL: gettext("small"),
        Effort.MEDIUM: gettext("medium"),
        Effort.LARGE: gettext("large"),
    }[effort]


def money_words(euros: int | None) -> str:
    """Whole euros as the reader's language writes them, such as “1,500 €”; nothing for nothing."""
    if euros is None:
        return ""
    return gettext("%(amount)s €", amount=format_decimal(euros))


def due_words(measure: PlannedMeasure, *, today: date) -> str:
    """The day it is due, and in words that it has passed: colour alone says nothing."""
    if measure.due is None:
        return ""
    if not measure.is_overdue(today):
        return day(measure.due)
    return gettext("%(day)s (overdue)", day=day(measure.due))


def late_words(measure: PlannedMeasure, *, today: date) -> str:
    """How long it has been due; nothing where it is not late."""
    if measure.due is None or not measure.is_overdue(today):
        return ""
    days = (today - measure.due).days
    return ngettext("overdue for %(num)d day", "overdue for %(num)d days", days)


def effect_words(effect: Effect) -> str:
    """What is expected, such as “from 1 to 2 by 2027”; nothing where nothing is."""
    if effect.after is None:
        return ""
    facts = {"before": effect.before, "after": effect.after, "year": effect.by_year}
    if effect.before is None:
        if effect.by_year is None:
            return gettext("to level %(after)d", **facts)
        return gettext("to level %(after)d by %(year)d", **facts)
    if effect.by_year is None:
        return gettext("from %(before)d to %(after)d", **facts)
    return gettext("from %(before)d to %(after)d by %(year)d", **facts)


def quarter_words(quarter: Quarter | None) -> str:
    """Such as “4th quarter of 2026”; None is for those without a date."""
    if quarter is None:
        return gettext("No date yet")
    return {
        1: gettext("1st quarter of %(year)d", year=quarter.year),
        2: gettext("2nd quarter of %(year)d", year=quarter.year),
        3: gettext("3rd quarter of %(year)d", year=quarter.year),
        4: gettext("4th quarter of %(year)d", year=quarter.year),
    }[quarter.number]
