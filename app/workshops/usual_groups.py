"""The groups a town usually asks, named in every language of this installation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from app.domain.errors import N_
from app.web.i18n import offered_languages
from app.web.speaking import speaking
from app.workshops.preparing import GroupPlan

USUAL_GROUPS = (
    N_("Administration and council"),
    N_("Migrants and their organisations"),
    N_("Employers"),
    N_("Volunteers and clubs"),
    N_("Schools and kindergartens"),
)


def usual_groups() -> tuple[GroupPlan, ...]:
    """What is proposed where there was no workshop before."""
    names: list[dict[str, str]] = [{} for _ in USUAL_GROUPS]
    for language in offered_languages():
        with speaking(language):
            for name, text in zip(names, USUAL_GROUPS, strict=True):
                name[language] = gettext(text)
    return tuple(GroupPlan(name) for name in names)


def with_usual_names(names: Mapping[str, str], languages: Iterable[str]) -> dict[str, str]:
    """In these languages; a usual group gets its name where the town left it empty."""
    usual = next((one.names for one in usual_groups() if set(names.values()) & _of(one)), {})
    named = {language: names.get(language) or usual.get(language, "") for language in languages}
    return {language: name for language, name in named.items() if name}


def _of(group: GroupPlan) -> set[str]:
    return set(group.names.values())
