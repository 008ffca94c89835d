"""A calendar that every program reads back as it was meant, whatever was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app.files.calendar_file import CalendarEntry, calendar_file

ENTRY = CalendarEntry(
    key="measure-7",
    due=date(2026, 12, 31),
    title="Runder Tisch (Musterort)",
    text="Zuständig: Bürgerbüro\nhttps://check.example.org/measures/7",
    address="https://check.example.org/measures/7",
    made_at=datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
    version=3,
)
HOSTILE = [
    "Fest\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example",
    'a;b,c\\n d\\;e:f"g"',
    "Willkommen 🎉 👩‍👩‍👧 ﷽",
    "ä" * 10_000,
    "\u2028BEGIN:VALARM\u2029\x85END:VCALENDAR",
    "=CMD|' /C calc'!A0",
    "",
]


def written(*entries: CalendarEntry) -> bytes:
    return calendar_file(entries, name="Maßnahmen: Musterort", language="de")


def test_a_measure_is_one_day_with_who_and_where() -> None:
    found = Calendar.from_ical(written(ENTRY))
    assert str(found["x-wr-calname"]) == str(found["name"]) == "Maßnahmen: Musterort"
    (event,) = found.walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (str(event["uid"]), event["sequence"]) == ("measure-7", 3)
    assert event["dtstamp"].dt == datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
    assert str(event["summary"]) == "Runder Tisch (Musterort)"
    assert str(event["description"]) == ENTRY.text
    assert str(event["url"]) == ENTRY.address


def test_the_same_plan_is_the_same_file() -> None:
    assert written(ENTRY, ENTRY) == written(ENTRY, ENTRY)
    assert Calendar.from_ical(written()).walk("VEVENT") == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_stays_text(typed: str) -> None:
    holds(typed)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_whatever_was_typed_stays_text(typed: str) -> None:
    holds(typed)


def holds(typed: str) -> None:
    content = written(replace(ENTRY, title=typed, text=typed))
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert [line for line in lines if line.startswith((b"BEGIN", b"END"))] == [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"END:VCALENDAR",
    ]
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == " ".join(typed.split())
    assert str(event["description"]) == typed.replace("\r\n", "\n")
