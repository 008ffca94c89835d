"""What a forecast and its reckoning say in sentences and words."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext, ngettext

from app.assessments.wording import state_words
from app.domain.answers import State
from app.domain.checklist import Criterion
from app.domain.forecast import Balance, Expected, Reckoned, Verdict
from app.domain.measure import MeasureState, PlannedMeasure
from app.measures.forecasting import Forecast
from app.web.formatting import day, signed_tenth, tenth


def forecast_sentence(forecast: Forecast) -> str:
    """What the overall score becomes, if both results show one."""
    if not forecast.effects:
        return gettext("No measure says yet which level it is to lead to.")
    count = len(forecast.measures) - len(forecast.silent)
    now, later = forecast.now.headline, forecast.later.headline
    withheld = forecast.now.is_withheld or forecast.later.is_withheld
    if withheld or now.exact is None or later.exact is None:
        return ngettext(
            "Too little is answered for an overall value; %(num)s measure is in this forecast.",
            "Too little is answered for an overall value; %(num)s measures are in this forecast.",
            count,
        )
    if later.exact == now.exact:
        return ngettext(
            "%(num)s measure leaves the overall value at %(now)s of 100.",
            "%(num)s measures leave the overall value at %(now)s of 100.",
            count,
            now=tenth(now.exact),
        )
    return ngettext(
        "If %(num)s measure reaches what is expected of it, the overall value goes from %(now)s "
        "to %(later)s of 100 (%(difference)s).",
        "If %(num)s measures reach what is expected of them, the overall value goes from %(now)s "
        "to %(later)s of 100 (%(difference)s).",
        count,
        now=tenth(now.exact),
        later=tenth(later.exact),
        difference=signed_tenth(later.exact - now.exact),
    )


def level_words(criterion: Criterion | None, level: int | None) -> str:
    """“2 In Teilen verankert”; the bare number where the scale is not known any more."""
    if level is None:
        return gettext("no level")
    if criterion is None or not criterion.scale.has(level):
        return str(level)
    return state_words(criterion, State.LEVEL, level)


def expected_words(one: Expected) -> str:
    """“from 1 … to 2 … by 2027”."""
    return level_change_words(one.criterion, one.now, one.after, one.by_year)


def level_change_words(
    criterion: Criterion | None, before: int | None, after: int | None, by_year: int | None
) -> str:
    facts = {
        "before": level_words(criterion, before),
        "after": level_words(criterion, after),
        "year": by_year,
    }
    if before is not None and before == after:
        return gettext("stays at %(after)s", **facts)
    if by_year is None:
        if before is None:
            return gettext("to %(after)s", **facts)
        return gettext("from %(before)s to %(after)s", **facts)
    if before is None:
        return gettext("to %(after)s by %(year)s", **facts)
    return gettext("from %(before)s to %(after)s by %(year)s", **facts)


def balance_sentence(told: Balance) -> str:
    """“5 of 8 expected effects were reached.”, and what else is to be known of the rest."""
    if not told.expected:
        first = gettext("Of no expected effect can be said yet whether it was reached.")
    else:
        first = ngettext(
            "%(reached)s of %(num)s expected effect was reached.",
            "%(reached)s of %(num)s expected effects were reached.",
            told.expected,
            reached=told.reached,
        )
    parts = [first]
    if told.waiting:
        parts.append(ngettext("%(num)s still has time.", "%(num)s still have time.", told.waiting))
    if told.unclear:
        parts.append(
            ngettext(
                "About %(num)s no statement can be made.",
                "About %(num)s no statement can be made.",
                told.unclear,
            )
        )
    if told.dropped:
        parts.append(
            ngettext(
                "%(num)s belonged to a measure that was dropped.",
                "%(num)s belonged to measures that were dropped.",
                told.dropped,
            )
        )
    return " ".join(parts)


def verdict_words(one: Reckoned, year: int) -> str:
    if one.has_time(year):
        if one.verdict is Verdict.PARTLY:
            return gettext("partly, time until %(year)s", year=one.effect.by_year)
        return gettext("not yet, time until %(year)s", year=one.effect.by_year)
    return {
        Verdict.EXCEEDED: gettext("exceeded"),
        Verdict.REACHED: gettext("reached"),
        Verdict.PARTLY: gettext("partly"),
        Verdict.MISSED: gettext("not reached"),
        Verdict.NO_STATEMENT: gettext("no statement"),
    }[one.verdict]


def done_words(measure: PlannedMeasure, today: date) -> str:
    """How far the measure came, and how often something was noted on the way."""
    state = {
        MeasureState.PROPOSED: gettext("proposed only"),
        MeasureState.DECIDED: gettext("decided on"),
        MeasureState.UNDER_WAY: gettext("under way"),
        MeasureState.DROPPED: gettext("dropped: %(reason)s", reason=measure.dropped_because),
    }.get(measure.state) or gettext("done on %(day)s", day=day(measure.done_on))
    parts = [state]
    if measure.is_overdue(today):
        parts.append(gettext("overdue since %(day)s", day=day(measure.due)))
    if measure.progress:
        count = len(measure.progress)
        parts.append(ngettext("%(num)s note", "%(num)s notes", count))
    return ", ".join(parts)
