"""When measures are due, as a calendar that programs subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Willkommenscheck//Measures//EN"
REFRESH = timedelta(hours=12)
"""How often programs are asked to look again."""


@dataclass(frozen=True)
class CalendarEntry:
    """One day on which something is due. All words are data: nothing in them becomes a property.

    `key` never changes for the same measure, `version` rises with each of its changes: so programs
    move an entry instead of showing it twice. `made_at` stands where others write the moment of
    the download: the same plan is the same file, byte for byte.
    """

    key: str
    due: date
    title: str
    text: str
    address: str
    made_at: datetime
    version: int = 0


def calendar_file(entries: Iterable[CalendarEntry], *, name: str, language: str) -> bytes:
    """The calendar; `name` is what programs call it."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The standard's names, and those that Outlook and Apple know.
    for heading in ("name", "x-wr-calname"):
        calendar.add(heading, _words(name, language))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", _duration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, language))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, language: str) -> Event:
    event = Event()
    event.add("uid", entry.key)
    event.add("dtstamp", entry.made_at.astimezone(UTC))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.due)
    # The end is the day after, which an all-day entry no longer covers.
    event.add("dtend", entry.due + timedelta(days=1))
    event.add("summary", _words(_one_line(entry.title), language))
    event.add("description", _words(entry.text, language))
    event.add("url", entry.address)
    # A deadline does not make anybody busy.
    event.add("transp", "TRANSPARENT")
    return event


def _words(text: str, language: str) -> vText:
    return vText(text.replace("\r\n", "\n").replace("\r", "\n"), params={"language": language})


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _duration(wait: timedelta) -> str:
    return f"PT{wait // timedelta(hours=1)}H"
