"""The languages of a room: which the pages speak, and a checklist's words in each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.checklist import Text
from app.web.i18n import offered_languages, page_language
from app.web.own_languages import LANGUAGES
from app.workshops.models import Workshop


@dataclass(frozen=True)
class Said:
    """A text in one language, with the direction it runs in."""

    text: str
    language: str
    direction: str

    def __str__(self) -> str:
        return self.text


def said_in(text: Text, languages: Iterable[str]) -> tuple[Said, ...]:
    """The text in each of these languages; what stands in for a missing one comes only once."""
    found = {one.language: one for one in (text.shown(language) for language in languages)}
    return tuple(
        Said(one.text, one.language, page_language(one.language).direction)
        for one in found.values()
    )


def page_languages_of(workshop: Workshop) -> tuple[str, ...]:
    """Those of the room that the pages speak, in its order; at least one."""
    offered = offered_languages()
    return tuple(one for one in workshop.languages if one in offered) or LANGUAGES[:1]


def screen_languages(workshop: Workshop) -> tuple[str, ...]:
    """In which a question stands on the screen."""
    return tuple(workshop.languages[: 2 if workshop.shows_two else 1]) or LANGUAGES[:1]
