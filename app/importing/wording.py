"""What pages say about files that come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint
from flask_babel import gettext, ngettext

from app.assessments.wording import state_words
from app.domain.answers import State
from app.domain.checklist import Checklist
from app.domain.errors import Problem
from app.files.columns import OF_ONE_CRITERION, Column, Field, Layout
from app.files.sheet_reading import SheetFound
from app.importing.planning import Fate, Plan
from app.importing.rows import RowFate, rows_of
from app.web.i18n import shown

SHOWN_CELLS = 3


def speak_on_imports(bp: Blueprint) -> None:
    words = (
        plan_words,
        fate_words,
        problem_words,
        where_words,
        counts_words,
        row_answer_words,
        first_cells,
    )
    for word in words:
        bp.add_app_template_global(word)


def plan_words(plan: Plan) -> str:
    """What would happen, in one sentence."""
    if plan.problems:
        return ngettext(
            "%(num)s problem: nothing is taken over until it is mended.",
            "%(num)s problems: nothing is taken over until they are mended.",
            len(plan.problems),
        )
    there = sum(one.fate is Fate.THERE for one in plan.sheets)
    told = []
    if plan.new:
        new = len(plan.new)
        told.append(ngettext("%(num)s self-check is new.", "%(num)s self-checks are new.", new))
    if there:
        told.append(
            ngettext(
                "%(num)s is here already and stays as it is.",
                "%(num)s are here already and stay as they are.",
                there,
            )
        )
    return " ".join(told) or gettext("There is no self-check in this file.")


def taken_words(number: int) -> str:
    return ngettext(
        "%(num)s self-check is taken over.", "%(num)s self-checks are taken over.", number
    )


def fate_words(fate: Fate | None) -> str:
    return {
        Fate.NEW: gettext("is added"),
        Fate.THERE: gettext("is here already, nothing changes"),
        Fate.DIFFERENT: gettext("says something else than what is here"),
        None: gettext("waits until the problems are mended"),
    }[fate]


def problem_words(problem: Problem) -> str:
    sentence: str = gettext(problem.message)
    return sentence.format(**problem.facts)


def where_words(problem: Problem, file_name: str) -> str:
    """Where something stands: sheet, row and column of a table, or the path into a document."""
    place = problem.place
    below = place.path.removeprefix(file_name).strip("/")
    if (place.line, place.column) == (1, 1):
        return below or gettext("the beginning of the file")
    row = gettext(
        "row %(row)s, column %(column)s", row=place.line, column=column_letters(place.column)
    )
    return f"{below}: {row}" if below else row


def column_letters(number: int) -> str:
    """A column as spreadsheets call it, counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(100)
    ('A', 'AA', 'CV')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def counts_words(sheet: SheetFound) -> str:
    """How many levels a sheet has, and what else is said."""
    states = [answer.state for answer in sheet.answers.values()]
    levels = states.count(State.LEVEL)
    told = [
        gettext(
            "%(answered)s of %(asked)s criteria with a level",
            answered=levels,
            asked=len(sheet.checklist.criteria),
        )
    ]
    if State.UNKNOWN in states:
        told.append(gettext("%(number)s unknown", number=states.count(State.UNKNOWN)))
    if State.NOT_APPLICABLE in states:
        number = states.count(State.NOT_APPLICABLE)
        told.append(gettext("%(number)s not applicable", number=number))
    return ", ".join(told)


def row_answer_words(row: RowFate) -> str:
    """What a row answers; nothing where it is not understood."""
    if row.criterion is None or row.answer is None:
        return ""
    return state_words(row.criterion, row.answer.state, row.answer.level)


def row_table(plan: Plan) -> list[list[str]]:
    """The fate of every row, below the heads of its columns."""
    heads = (gettext("Row"), gettext("Self-check"), gettext("Criterion"), gettext("Answer"))
    return [[*heads, gettext("What happens")], *(_row_cells(row) for row in rows_of(plan))]


def _row_cells(row: RowFate) -> list[str]:
    return [
        str(row.line or ""),
        f"{row.municipality} {row.year or ''}".strip(),
        shown(row.criterion.title).text if row.criterion else "",
        row_answer_words(row),
        problem_words(row.problem) if row.problem else fate_words(row.fate),
    ]


def first_cells(layout: Layout, column: int) -> list[str]:
    """What stands in a column's first rows, as far as anything does."""
    return [text for row in layout.rows[:SHOWN_CELLS] if (text := row.cell(column))]


def column_choices(checklist: Checklist, *, is_wide: bool) -> Sequence[tuple[str, str]]:
    """All that a column may mean: its name in the form, and what it is called."""
    named = field_names()
    choices = [(field.value, named[field]) for field in Field]
    if not is_wide:
        return choices
    numbers = checklist.numbers
    for field in OF_ONE_CRITERION:
        for criterion in checklist.criteria:
            title = f"{numbers[criterion.key]} {shown(criterion.title)}"
            choices.append((str(Column(field, criterion.key)), f"{named[field]}: {title}"))
    return choices


def field_names() -> Mapping[Field, str]:
    """What people call the columns."""
    return {
        Field.IGNORED: gettext("not needed"),
        Field.MUNICIPALITY: gettext("Key of the municipality"),
        Field.MUNICIPALITY_NAME: gettext("Name of the municipality"),
        Field.YEAR: gettext("Reference year"),
        Field.CHECKLIST: gettext("Checklist"),
        Field.CHECKLIST_VERSION: gettext("Version of the checklist"),
        Field.SCOPE: gettext("Full or short form"),
        Field.RESPONDENT: gettext("For whom the answers are given"),
        Field.REFERENCE_DATE: gettext("Reference date"),
        Field.FINISHED_AT: gettext("Finished at"),
        Field.FINISHED_BY: gettext("Finished by"),
        Field.CRITERION: gettext("Criterion"),
        Field.STATE: gettext("State"),
        Field.ANSWER: gettext("Answer"),
        Field.REASON: gettext("Reason"),
        Field.NOTE: gettext("Evidence"),
        Field.SURENESS: gettext("Sureness"),
        Field.TARGET: gettext("Target"),
        Field.TARGET_IS_PROPOSAL: gettext("Target is a proposal"),
        Field.IMPORTANCE: gettext("Importance"),
    }
