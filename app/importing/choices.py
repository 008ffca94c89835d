"""What whoever imports says about a file: which checklist, which sheet, which column is what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.domain.answers import REASON_LENGTH
from app.domain.checklist import Checklist
from app.domain.clean_text import UnclearText, clean_text
from app.domain.library import Library
from app.files.answer_words import year_in

LONGEST_YEAR = 20
_COLUMN = re.compile(r"column-([0-9]{1,3})", re.ASCII)


@dataclass(frozen=True)
class Choices:
    """All of it as it was entered; nothing where nothing was said."""

    checklist: str
    """Key and version, with an @ between."""
    sheet: str = ""
    year: str = ""
    reason: str = ""
    """Why something does not apply, where the file gives no reason."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The meaning of columns by their number, where it is not the one that was guessed."""

    @classmethod
    def stored(cls, told: Mapping[str, Any]) -> Choices:
        return cls(**told)

    def stored_as(self) -> dict[str, Any]:
        return asdict(self)

    def entered(self, form: Mapping[str, str]) -> Choices:
        """The same after a form was sent; another sheet or checklist has columns of its own."""
        columns = {
            found[1]: value[:120]
            for name, value in form.items()
            if (found := _COLUMN.fullmatch(name))
        }
        new = replace(
            self,
            checklist=form.get("checklist", self.checklist)[:130],
            sheet=_cleaned(form.get("sheet", self.sheet), 120),
            year=_cleaned(form.get("year", self.year), LONGEST_YEAR),
            reason=_cleaned(form.get("reason", self.reason), REASON_LENGTH),
            columns=columns,
        )
        is_same_table = (new.checklist, new.sheet) == (self.checklist, self.sheet)
        return new if is_same_table else replace(new, columns={})

    @property
    def year_meant(self) -> int | None:
        return year_in(self.year) if self.year else None

    def checklist_in(self, library: Library) -> Checklist | None:
        """The version that is meant; None where it is not published here."""
        key, _, version = self.checklist.partition("@")
        return library.find_published(key, version)


def named(checklist: Checklist) -> str:
    """A version of a checklist as a form names it."""
    return f"{checklist.key}@{checklist.version}"


def _cleaned(text: str, limit: int) -> str:
    try:
        return clean_text(text)[:limit]
    except UnclearText:
        return ""
