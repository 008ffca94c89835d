"""One filter for every typed text, a bound for every number, and a reason for every bare look."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter
from wtforms import Form, PasswordField, StringField
from wtforms.fields.core import UnboundField

APP = Path(__file__).resolve().parents[2] / "app"
DIRTY, CLEAN = " \x00a\u202eb\u0308\r\n\x07 ", "ab\u0308"
LARGEST_ID = 2**31 - 1
"""What a column of PostgreSQL holds."""
BARE = {"args", "cookies", "data", "files", "form", "get_json", "json", "query_string", "values"}
LOOKS: dict[str, str] = {
    "accounts/routes/account.py switch_mails": "one of two words",
    "accounts/routes/log_in.py ask_code": "quoted into our own address, checked when followed",
    "accounts/routes/log_in.py enter_as_demo": "compared with the demo identities",
    "accounts/routes/log_in.py enter_with_code": "quoted into our own address, checked then",
    "accounts/routes/log_in.py enter_with_password": "quoted into our own address, checked then",
    "accounts/routes/log_in.py _where_next": "only an address of our own counts",
    "accounts/routes/single_sign_on.py begin": "cut, and only an address of our own counts",
    "accounts/routes/single_sign_on.py end": "compared with what was sent to the provider",
    "accounts/routes/trail.py show": "a whole number of nine digits",
    "api/parameters.py limit": "a whole number of nine digits, within bounds",
    "api/parameters.py year": "four digits",
    "api/parameters.py _after": "letters and digits, at most 80 in each of its parts",
    "assessments/opening.py open_for_answers": "compared with when it was begun",
    "assessments/routes/answering.py save_criterion": "read by the criterion's form",
    "assessments/routes/answering.py save_section": "read by the criteria's forms; undo is a key",
    "assessments/routes/answering.py _where_next": "a key of the checklist, or nothing",
    "assessments/routes/assigning.py offer_section": "compared with the people of the place",
    "assessments/routes/conflicts.py decide": "read by forms; only an address of our own counts",
    "assessments/routes/conflicts.py _settle": "read by forms; one of three words",
    "assessments/routes/lifecycle.py change_scope": "one of two words",
    "assessments/routes/lifecycle.py throw_away": "compared with the year",
    "assessments/routes/overview.py show_history": "known keys, a bounded number, a moment",
    "assessments/routes/starting.py find_place": "cleaned and cut",
    "assessments/routes/targets.py edit_targets": "there or not",
    "assessments/routes/targets.py save_target": "read by the criterion's form",
    "assessments/routes/targets.py save_targets": "read by the criteria's forms",
    "assessments/routes/moving.py go": "compared with the newest version, and not taken otherwise",
    "importing/routes.py bring": "measured and read as a file; a name cleaned; a known checklist",
    "importing/routes.py download_blank": "a known checklist",
    "importing/routes.py read_again": "known names, and each text cleaned and cut",
    "importing/routes.py take": "there or not",
    "measures/routes/carrying.py go_on": "whole numbers of nine digits, of the measures on offer",
    "measures/routes/carrying.py show": "there or not",
    "measures/routes/settling.py settle": "one of two words",
    "measures/routes/settling.py _confirmed": "whole numbers of nine digits",
    "measures/entering.py _form": "read by the forms of the criteria",
    "measures/routes/plan.py show": "known words, a key, a cleaned and cut name, a bounded number",
    "measures/routes/plan.py show_roadmap": "as the plan; one of three words",
    "measures/routes/plan.py take_table": "as the plan",
    "measures/routes/plan.py take_workbook": "as the plan",
    "measures/routes/writing.py _wanted_or_404": "compared with self-checks and suggestions; a key",
    "reports/downloads.py take_answers": "the one word “comma”, or it is a semicolon",
    "comparisons/routes.py choice_or_404": "one of the years there are, or four digits to name",
    "operation/routes/installation.py show": "cleaned and cut; a whole number of nine digits",
    "operation/routes/installation.py show_trail": "a whole number of nine digits",
    "operation/routes/municipalities.py add_place": "cut, and a key of the register",
    "operation/routes/municipalities.py find_place": "cleaned and cut",
    "web/errors.py form_expired": "counted",
    "web/errors.py sent_fields": "counted, and given back to whoever sent it",
    "web/errors.py typed_texts": "counted, and given back to whoever sent it",
    "web/forms.py wrap_formdata": "where every form reads",
    "web/i18n.py choose_language": "one of the languages",
    "web/pages.py choose_language": "one of the languages; only an address of our own counts",
    "papers/routes/public.py make_public": "compared with the mark of what would be seen",
    "papers/forms.py chosen": "whole numbers of nine digits, compared with what is offered",
    "workshops/routes/planning.py _begin": "there or not",
    "workshops/routes/joining.py sit": "a whole number of nine digits, and a group of the room",
    "workshops/routes/phone.py give": "compared with the ideas that are shown",
    "workshops/routes/phone.py show": "the key of a criterion, compared with those that are open",
    "workshops/routes/phone.py vote": "a key, a whole number of nine digits, one of the choices",
    "workshops/tickets.py ticket_in": "of no use unless we signed it",
    "workshops/pressed.py pressed": "cut; a key, a fingerprint, or whole numbers of nine digits",
    "workshops/routes/paper.py ballots": "known keys, known languages, one of two numbers",
}
"""Where a request is looked at without a form, and why that is as good as one."""


def every_form(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for form in kind.__subclasses__():
        if form.__module__.startswith("app."):
            yield form
        yield from every_form(form)


def fields_of(form: type[Form]) -> Iterator[tuple[str, UnboundField[Any]]]:
    for name in dir(form):
        found = getattr(form, name)
        if isinstance(found, UnboundField) and issubclass(found.field_class, StringField):
            yield name, found


def bound(name: str, found: UnboundField[Any], text: str) -> StringField:
    """The field alone, after somebody has sent this text."""
    field: StringField = found.bind(form=None, name=name, _meta=Form.Meta())
    field.process(MultiDict({name: text}))
    return field


def test_every_typed_text_goes_through_the_one_filter(made_app: Flask) -> None:
    with made_app.test_request_context():
        typed = {
            f"{form.__name__}.{name}": bound(name, found, DIRTY).data
            for form in every_form()
            for name, found in fields_of(form)
            if not issubclass(found.field_class, PasswordField)
        }

    assert len(typed) >= 10
    assert {name: text for name, text in typed.items() if text != CLEAN} == {}


def test_every_password_is_bounded_and_stays_as_it_was_typed(made_app: Flask) -> None:
    with made_app.test_request_context():
        passwords = {
            f"{form.__name__}.{name}": (
                bound(name, found, " a  b ").data,
                bound(name, found, "x" * 100_000).data,
            )
            for form in every_form()
            for name, found in fields_of(form)
            if issubclass(found.field_class, PasswordField)
        }

    assert len(passwords) >= 3
    assert set(passwords.values()) == {(" a  b ", "")}


def test_every_number_in_an_address_has_a_bound(made_app: Flask) -> None:
    unbounded = [
        rule.rule
        for rule in made_app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
        and not 0 < converter.fixed_digits < 10
        and not (converter.max or LARGEST_ID + 1) <= LARGEST_ID
    ]

    assert unbounded == []


def looks_in(path: Path) -> Iterator[str]:
    """Module and function of every bare look at what a request brought."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            yield from (
                f"{path.relative_to(APP).as_posix()} {function.name}"
                for node in ast.walk(function)
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (node.value.id, node.attr in BARE) == ("request", True)
            )


def test_every_bare_look_at_a_request_has_its_reason() -> None:
    found = {look for path in APP.rglob("*.py") for look in looks_in(path)}

    assert found == LOOKS.keys()


@pytest.mark.parametrize("number", ["-1", "2147483648", "9" * 40, "1e3", "0x1"])
def test_a_number_beyond_its_bound_is_nothing(visitor: Any, number: str) -> None:
    statuses = [
        visitor.gets(f"/municipalities/own-musterort/{below}").status_code
        for below in (f"people/{number}", f"in2_willkommenskultur/{number}")
    ]

    assert statuses == [404, 404]
