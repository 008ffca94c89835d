"""Anything at all in any address and in any form: a clear answer, and every page still opens.

200 inputs each in the normal run. `FUZZ=nightly` is for a night: 10,000 for each form and each
address, and it prints how long the slowest took.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.assessments.queries import find_assessment
from app.extensions import db
from tests.builders import CHECKLIST
from tests.house_rules.expectations import MISSING
from tests.house_rules.found_forms import FoundForm, every_page, forms_found, open_as
from tests.house_rules.test_hostile_input import HOSTILE
from tests.house_rules.towns import YEAR, Asker, House, Town, a_town
from tests.house_rules.walking import text_in
from tests.house_rules.watching import contents, noting_changes, put_back
from tests.visitor import Page, check_page

NIGHTLY = os.environ.get("FUZZ") == "nightly"
IN_ALL, FOR_EACH = (0, 10_000) if NIGHTLY else (200, 0)
TRACES = ("Traceback (most recent call last)", "sqlalchemy.exc", 'File "/')

PLAUSIBLE = [
    *("0", "1", "2", "-1", "level:0", "level:3", "unknown", "not_applicable", "sure", "on"),
    *("mine", "theirs", "both", "full", "short", "2026", "2100-01-01", "0001-01-01", "9999-12-31"),
    *("99991231235959", "00010101000000", "account-1", "coordinator", "a@example.org", "1e9"),
]
TEXTS = st.one_of(st.sampled_from([*PLAUSIBLE, *HOSTILE.values()]), st.text(max_size=40))
QUERY_NAMES = ["all", "before", "begun", "code", "next", "part", "person", "q", "since", "state"]


@dataclass
class Fuzzed:
    """A house that anything is thrown at, and what became of it."""

    app: Flask
    askers: list[Asker]
    town: Town
    changes: list[str]
    before: dict[str, Any] = field(default_factory=contents)
    inputs: int = 0
    slowest: float = 0
    slowest_of_all: str = ""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=False)

    def send(self, asker: Asker, method: str, address: str, data: Any = None) -> TestResponse:
        """Send it, and note any fault of ours."""
        headers = {"Cookie": asker.cookie, "Accept-Language": "en"}
        begun = time.monotonic()
        response: TestResponse = Context().run(
            self.client.open, address, method=method, data=data, headers=headers, buffered=True
        )
        took = time.monotonic() - begun
        if took > self.slowest:
            self.slowest, self.slowest_of_all = took, f"{method} {address[:100]}"
        self.inputs += 1
        self.judge(response, f"{asker.name}: {method} {address[:300]} {data}")
        return response

    def judge(self, response: TestResponse, what: str) -> None:
        text = text_in(response)
        if response.status_code >= 500 or any(trace in text for trace in TRACES):
            self.faults.append(f"{response.status_code} {what}")
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            try:
                check_page(Page(response))
            except AssertionError as unsound:
                self.faults.append(f"{response.status_code} {what}: {unsound}")

    def go_on(self) -> None:
        """Build up what was destroyed: log-ins and the self-check."""
        if self.changes and not self.is_intact():
            self.start_anew()

    def is_intact(self) -> bool:
        coordinator = self.askers[0]
        return open_as(self.client, coordinator, self.overview()).status_code == 200

    def overview(self) -> str:
        return f"/municipalities/{self.town.key}/{CHECKLIST}/{YEAR}"

    def start_anew(self) -> None:
        put_back(self.before)
        self.changes.clear()

    def look_round(self, asker: Asker) -> None:
        """Whatever is stored by now, every page opens."""
        for path in every_page(self.app, asker, self.town) if self.changes else ():
            self.judge(open_as(self.client, asker, path), f"afterwards {asker.name}: {path}")

    def report(self) -> str:
        return f"{self.inputs} inputs, slowest {self.slowest:.2f} s: {self.slowest_of_all}"


@pytest.fixture
def fuzzed(app: Flask) -> Iterator[Fuzzed]:
    """A town, and somebody of each kind: in, halfway in, and outside with a link."""
    with noting_changes(db.engine) as changes:
        place, town = a_town("own-north")
        assessment = find_assessment(town.key, CHECKLIST, YEAR)
        assert assessment
        house = House(app, place, place, assessment)
        askers = [
            one for one in house.everybody() if one.name in ("coordinator", "operator", "viewer")
        ]
        halfway = {"second_step": [askers[-1].own["mine"], int(time.time())]}
        link = {"invitation": town.arguments["token"]}
        askers += [
            house.with_cookie(Asker("nobody", is_known=False)),
            house.with_cookie(Asker("with a link", is_known=False), **link),
            house.with_cookie(Asker("halfway in", is_known=False), **halfway),
        ]
        changes.clear()
        yield Fuzzed(app, askers, town, changes)


def repeated(each: int) -> Any:
    """So many inputs; by night others than last night."""
    return settings(
        max_examples=max(each, 1),
        deadline=None,
        derandomize=not NIGHTLY,
        database=None,
        suppress_health_check=[*HealthCheck],
    )


def inputs_for_each(kinds: int) -> int:
    return FOR_EACH or -(-IN_ALL // kinds)


def in_an_address(text: str) -> str:
    """As in an address; a lone surrogate as the three bytes that are no UTF-8."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def test_no_address_is_a_fault(fuzzed: Fuzzed) -> None:
    rules = [rule for rule in fuzzed.app.url_map.iter_rules() if "GET" in (rule.methods or ())]

    for rule in rules:
        fuzz_address(fuzzed, rule, inputs_for_each(len(rules)))
        fuzzed.start_anew()

    print(fuzzed.report())
    assert fuzzed.faults == []


def fuzz_address(fuzzed: Fuzzed, rule: Rule, each: int) -> None:
    parts = st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(rule.arguments), TEXTS))
    queries = st.dictionaries(st.sampled_from(QUERY_NAMES) | TEXTS, TEXTS, max_size=3)

    @repeated(each)
    @given(asker=st.sampled_from(fuzzed.askers), parts=parts, query=queries)
    def throw(asker: Asker, parts: dict[str, str], query: dict[str, str]) -> None:
        own = {**MISSING, **fuzzed.town.arguments, **asker.own, **parts}
        path = "".join(
            in_an_address(str(own[part])) if is_argument else part
            for is_argument, part in pieces_of(rule)
        )
        asked = "&".join(f"{in_an_address(k)}={in_an_address(v)}" for k, v in query.items())
        fuzzed.send(asker, "GET", f"{path}?{asked}")

    throw()


def pieces_of(rule: Rule) -> list[tuple[bool, str]]:
    """The address of a route, cut where something has to be filled in."""
    return [(is_argument, text) for is_argument, text in rule._trace if text != "|"]


def test_no_form_is_a_fault(fuzzed: Fuzzed) -> None:
    forms = forms_found(fuzzed.app, fuzzed.askers, fuzzed.town)
    fuzzed.start_anew()

    for form in forms:
        fuzz_form(fuzzed, form, inputs_for_each(len(forms)))
        fuzzed.look_round(form.asker)
        fuzzed.start_anew()

    print(f"{len(forms)} forms, {fuzzed.report()}")
    assert fuzzed.faults == []


def fuzz_form(fuzzed: Fuzzed, form: FoundForm, each: int) -> None:
    fields = {
        name: st.lists(st.sampled_from(sorted(offered)) | TEXTS, min_size=1, max_size=2)
        for name, offered in sorted(form.fields.items())
        if name != "csrf_token"
    }
    more = st.dictionaries(TEXTS, TEXTS.map(lambda text: [text]), max_size=2)

    @repeated(each)
    @given(sent=st.fixed_dictionaries({}, optional=fields), more=more)
    def throw(sent: dict[str, list[str]], more: dict[str, list[str]]) -> None:
        data: MultiDict[str, Any] = MultiDict({"csrf_token": form.asker.token})
        for name, values in {**more, **sent}.items():
            told = name.encode("utf-8", "replace").decode()
            data.setlist(told, [value.encode("utf-8", "surrogatepass") for value in values])
        fuzzed.send(form.asker, "POST", form.path, data)
        fuzzed.go_on()

    throw()
