"""How numbers, dates and times are written on pages."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from flask import Flask
from flask_babel import format_date, format_decimal, format_time, gettext, to_user_timezone

from app.domain.rounding import half_up, half_up_to
from app.extensions import now
from app.web.i18n import current_language


def whole(value: Fraction | None) -> str:
    """A score as pages show it: rounded half up to a whole number; a dash for no statement."""
    return "–" if value is None else format_decimal(half_up(value))


def tenth(value: Fraction | None) -> str:
    """A score as tables show it, with one decimal."""
    return "–" if value is None else format_decimal(half_up_to(value, 1), format="#,##0.0")


def signed_tenth(value: Fraction | None) -> str:
    """A difference with its sign and one decimal; nothing has no sign."""
    if value is None or not half_up_to(value, 1):
        return tenth(value)
    return format_decimal(half_up_to(value, 1), format="+#,##0.0;−#,##0.0")


def percent(share: Fraction | None) -> str:
    return "–" if share is None else gettext("%(number)s %%", number=whole(share * 100))


def percent_tenth(share: Fraction) -> str:
    """A share of something exact, with one decimal, so that shares can be added up."""
    return gettext("%(number)s %%", number=tenth(share * 100))


def saved_at(moment: datetime) -> str:
    """“saved 14:03”, in the time of the town hall."""
    return gettext("saved %(time)s", time=_time_of_day(moment, current_language()))


@lru_cache(maxsize=4096)
def _time_of_day(moment: datetime, _language: str) -> str:
    """Worked out once: a page shows the same moments whenever it is opened."""
    return format_time(moment, "HH:mm")


def day(value: date | None) -> str:
    return format_date(value, "long") if value else ""


def today() -> date:
    """The day as the town hall's calendar has it."""
    return to_user_timezone(now()).date()


def moment(value: datetime) -> str:
    return gettext(
        "%(day)s, %(time)s", day=format_date(value, "long"), time=format_time(value, "HH:mm")
    )


def number(value: int | Fraction | None) -> str:
    """An amount as it is, thousands apart; a fraction with at most two decimals."""
    return "–" if value is None else format_decimal(half_up_to(Fraction(value), 2), "#,##0.##")


def format_on_pages(app: Flask) -> None:
    for formatter in (
        whole,
        tenth,
        signed_tenth,
        percent,
        percent_tenth,
        saved_at,
        day,
        moment,
        number,
    ):
        app.add_template_filter(formatter)
