"""What may be asked in the query: read strictly, and every fault is named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

USUAL_LIMIT, HIGHEST_LIMIT = 50, 200
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,80}", re.ASCII)
_NAME_AND_NAME = re.compile(r"[\w.-]{1,80}/[\w.-]{1,80}", re.ASCII)
_NAME_AND_YEAR = re.compile(r"[\w.-]{1,80}/[0-9]{4}", re.ASCII)


class WrongParameters(BadRequest):
    """Something in the query cannot be understood; what, by the name of each parameter."""

    def __init__(self, complaints: Mapping[str, str]) -> None:
        super().__init__()
        self.complaints = complaints


@dataclass
class Parameters:
    """The query of this request; `end` refuses it if anything in it was wrong."""

    complaints: dict[str, str] = field(default_factory=dict)

    def limit(self) -> int:
        """How many to list: as many as asked for, within bounds."""
        text = request.args.get("limit", "")
        if not text:
            return USUAL_LIMIT
        if not _NUMBER.fullmatch(text):
            told = gettext("A whole number from 1 to %(most)s.", most=HIGHEST_LIMIT)
            self.complaints["limit"] = told
            return USUAL_LIMIT
        return min(max(int(text), 1), HIGHEST_LIMIT)

    def after_name(self) -> str:
        return self._after(_NAME)

    def after_version(self) -> tuple[str, str]:
        name, _, version = self._after(_NAME_AND_NAME).partition("/")
        return name, version

    def after_year(self) -> tuple[str, int]:
        name, _, year = self._after(_NAME_AND_YEAR).partition("/")
        return name, int(year or 0)

    def year(self, name: str) -> int | None:
        text = request.args.get(name, "")
        if text and not _YEAR.fullmatch(text):
            self.complaints[name] = gettext("A year of four digits.")
            return None
        return int(text) if text else None

    def complain(self, name: str, told: str) -> None:
        self.complaints[name] = told

    def end(self) -> None:
        """Raises WrongParameters with all that was wrong."""
        if self.complaints:
            raise WrongParameters(self.complaints)

    def _after(self, pattern: re.Pattern[str]) -> str:
        text = request.args.get("after", "")
        if text and not pattern.fullmatch(text):
            self.complaints["after"] = gettext("Take it from “next” of the page before.")
            return ""
        return text
