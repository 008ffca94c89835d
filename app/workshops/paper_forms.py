"""What is typed from paper or hands, by group; and which ballots to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.domain.checklist import Criterion
from app.web.forms import PageForm, cleaned
from app.workshops.ballot_models import NOT_APPLICABLE, UNKNOWN, Round
from app.workshops.models import MOST_PEOPLE, WorkshopGroup
from app.workshops.sentences import level_words
from app.workshops.voting import choices_of

HEADS = "heads"


@dataclass(frozen=True)
class Counted:
    """What a group put on paper: how many chose what, and how many of it are in the room."""

    group: WorkshopGroup
    counts: Mapping[str, int]
    heads: int | None


class CountField(StringField):
    """How many people, typed; nothing is nobody."""

    def __init__(self, label: str, **options: object) -> None:
        super().__init__(label, filters=[cleaned], **options)

    @property
    def count(self) -> int | None:
        """None where nothing is typed, or no number of people."""
        typed = self.data or ""
        is_number = re.fullmatch(r"[0-9]{1,4}", typed, re.ASCII)
        return int(typed) if is_number and int(typed) <= MOST_PEOPLE else None

    def pre_validate(self, form: object) -> None:
        if self.data and self.count is None:
            raise ValidationError(
                gettext("Please enter a whole number from 0 to %(most)s.", most=MOST_PEOPLE)
            )


class PaperForm(PageForm):
    """A row of numbers for each group; made for a round with `paper_form`."""

    round = HiddenField(filters=[cleaned])
    """Which round it was filled in for: in the meantime another one may have begun."""


@dataclass(frozen=True)
class PaperRow:
    """The fields of one group."""

    group: WorkshopGroup
    name: str
    choices: Mapping[str, Field]
    heads: Field

    @property
    def fields(self) -> Iterator[Field]:
        yield from self.choices.values()
        yield self.heads


def paper_form(
    round_: Round,
    criterion: Criterion,
    groups: Sequence[tuple[WorkshopGroup, str]],
    paper: Mapping[tuple[int, str], int],
) -> tuple[PaperForm, Sequence[PaperRow]]:
    """The form with what was entered before, or what was sent; `groups` with their names."""
    form, stored, rows = PaperForm(), {"round": str(round_.number)}, []
    for group, name in groups:
        choices = {}
        for choice in choices_of(criterion):
            key = f"{group.key}-{choice}"
            _add(form, key, f"{name}: {choice_words(criterion, choice)}")
            choices[choice] = form[key]
            stored[key] = str(paper.get((group.id, choice), "") or "")
        key = f"{group.key}-{HEADS}"
        _add(form, key, gettext("%(group)s: people in the room", group=name))
        stored[key] = "" if group.heads is None else str(group.heads)
        rows.append(PaperRow(group, name, choices, form[key]))
    form.process(None, data=stored)
    return form, rows


def _add(form: PaperForm, key: str, label: str) -> None:
    # Which fields there are depends on the groups of the room and on the criterion's scale.
    BaseForm.__setitem__(form, key, CountField(label))


def counted(rows: Sequence[PaperRow]) -> Iterator[tuple[PaperRow, Counted]]:
    """What the rows say; call it when the form is sound."""
    for row in rows:
        counts = {choice: field.count or 0 for choice, field in row.choices.items()}
        yield row, Counted(row.group, counts, row.heads.count)


def choice_words(criterion: Criterion, choice: str) -> str:
    """“2 In Teilen verankert”, “Don’t know”."""
    beside = {UNKNOWN: gettext("Don’t know"), NOT_APPLICABLE: gettext("Does not apply")}
    if choice in beside:
        return beside[choice]
    return level_words(criterion.scale.level(int(choice)))


@dataclass(frozen=True)
class BallotChoice:
    """What to print: which criteria, in which languages, how many ballots to a sheet."""

    criteria: tuple[str, ...]
    languages: tuple[str, ...]
    per_sheet: int


PER_SHEET = (2, 1)
PER_SHEET_WORDS = {2: _l("Two on a sheet, to be cut"), 1: _l("One on a sheet, in large type")}


def ballot_choice(
    wanted: Mapping[str, Sequence[str]], *, criteria: Sequence[str], languages: Sequence[str]
) -> BallotChoice:
    """What an address asks for, as far as it is there; without a word about it everything."""
    per_sheet = next(iter(wanted.get("per_sheet", ())), "")
    return BallotChoice(
        criteria=_among(wanted.get("criterion", ()), criteria),
        languages=_among(wanted.get("language", ()), languages),
        per_sheet=next((one for one in PER_SHEET if str(one) == per_sheet), PER_SHEET[0]),
    )


def _among(wanted: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in known if one in wanted) or tuple(known)
