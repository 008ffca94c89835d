"""A change of territory in sentences; pages, charts and files share them."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list
from flask import Flask
from flask_babel import gettext

from app.domain.territory import ChangeKind, Predecessor, TerritoryChange, Unit
from app.web.formatting import day
from app.web.i18n import current_language


def territory_sentence(change: TerritoryChange) -> str:
    """“2019: Verbandsgemeinde Gerolstein was formed from Gerolstein, Hillesheim and Obere Kyll.”"""
    when = day(change.day) if change.day else str(change.year)
    return gettext("%(when)s: %(what)s", when=when, what=_what_happened(change))


def _what_happened(change: TerritoryChange) -> str:
    return {
        ChangeKind.MERGED: _merged,
        ChangeKind.SPLIT: _split,
        ChangeKind.RENAMED: _renamed,
        ChangeKind.AREA: _moved_boundaries,
    }[change.kind](change)


def _merged(change: TerritoryChange) -> str:
    after = change.successors[0]
    before = change.name_before(after.key)
    facts = {"before": before, "after": after.name, "taken": _names(change.ended)}
    if not before:
        return gettext("%(after)s was formed from %(taken)s.", **facts)
    if before == after.name:
        return gettext("%(after)s took in %(taken)s.", **facts)
    return gettext("%(before)s took in %(taken)s and is called %(after)s since.", **facts)


def _split(change: TerritoryChange) -> str:
    return gettext(
        "%(before)s was split into %(after)s.",
        before=_names(change.predecessors),
        after=_names(change.successors),
    )


def _renamed(change: TerritoryChange) -> str:
    before, after = change.predecessors[0], change.successors[0]
    facts = {"before": before.name, "after": after.name}
    facts |= {"old_key": before.key, "new_key": after.key}
    if before.key == after.key:
        return gettext("%(before)s is called %(after)s since.", **facts)
    if before.name == after.name:
        return gettext("%(after)s has the key %(new_key)s instead of %(old_key)s.", **facts)
    return gettext(
        "%(before)s is called %(after)s since, with the key %(new_key)s instead of %(old_key)s.",
        **facts,
    )


def _moved_boundaries(change: TerritoryChange) -> str:
    staying = _names(change.staying)
    if len(change.staying) == 1 and not change.begun:
        return gettext(
            "%(staying)s took in %(others)s or parts of it.",
            staying=staying,
            others=_names(change.ended),
        )
    if len(change.staying) == 1 and not change.ended:
        return gettext(
            "%(staying)s gave an area away to %(others)s.",
            staying=staying,
            others=_names(change.begun),
        )
    everybody = _names((*change.staying, *change.ended, *change.begun))
    return gettext("The boundaries between %(everybody)s changed.", everybody=everybody)


def break_words(change: TerritoryChange) -> str:
    """In a word or two, for a mark in a chart."""
    return {
        ChangeKind.MERGED: gettext("merger"),
        ChangeKind.SPLIT: gettext("split"),
        ChangeKind.RENAMED: gettext("new name or key"),
        ChangeKind.AREA: gettext("new boundaries"),
    }[change.kind]


def crossing_sentences(changes: Iterable[TerritoryChange]) -> str:
    """All of them one after another, for a cell or the end of a sentence."""
    return " ".join(territory_sentence(change) for change in changes)


def until_words(predecessor: Predecessor) -> str:
    """Until when it was there, or since when only in part."""
    by = predecessor.by
    if predecessor.unit in by.ended:
        return gettext("until %(year)s", year=day(by.day) if by.day else by.year)
    return gettext("in part, until %(year)s", year=day(by.day) if by.day else by.year)


def _names(units: Iterable[Unit]) -> str:
    return format_list([unit.name for unit in units], locale=current_language())


def speak_on_pages(app: Flask) -> None:
    for function in (territory_sentence, until_words):
        app.add_template_global(function)
