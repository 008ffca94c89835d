"""The operator's figures in words."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext, ngettext

from app.web.formatting import number

MEGABYTE = 1000 * 1000


def megabytes(size: int) -> str:
    """A size in whole megabytes; never 0, for something always takes some."""
    return gettext("%(number)s MB", number=number(max(1, round(size / MEGABYTE))))


def hours_words(hours: int) -> str:
    """“3 hours”, from two days on “2 days”."""
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", hours // 24)


def speak_on_pages(app: Flask) -> None:
    for function in (megabytes, hours_words):
        app.add_template_global(function)
