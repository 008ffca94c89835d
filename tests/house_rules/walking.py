"""A walk through the whole house: everybody asks for everything, and each answer is judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile, is_zipfile

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.permissions import READERS
from app.web.problems import MEDIA_TYPE
from tests.house_rules.expectations import (
    MISSING,
    PRYING,
    SAYS_NO_TO,
    WHO_MAY,
    filled_in,
    outcome,
    permission_of,
)
from tests.house_rules.towns import Asker, Town
from tests.house_rules.watching import contents, fingerprint, put_back

TOKEN = re.compile(r'(name="csrf_token"\s+value="|"csrf_token":")[^"]*')
NOBODYS = {**MISSING, "email": "nobody@example.org"}
"""What is asked for where there is nothing of one's own."""
TRY_EVERY_METHOD = {"nobody", "coordinator", "coordinator elsewhere"}
"""Who stands for the others where it is the method that is refused, not the person."""
DIFFERS_ANYWAY = {"Date", "Content-Length", "Set-Cookie"}


def is_redirect_to(response: TestResponse, address: str) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(address)


JUDGES: Mapping[str, Callable[[TestResponse], bool]] = {
    "answers": lambda response: response.status_code < 500,
    "opens": lambda response: response.status_code < 400,
    "second factor": lambda response: is_redirect_to(response, "/account/second-factor"),
    "missing": lambda response: response.status_code == 404,
    "refused": lambda response: response.status_code == 403,
    "not possible": lambda response: response.status_code == 405,
    "not taken": lambda response: 400 <= response.status_code < 500,
    "who asks?": lambda response: response.status_code == 401 and response.mimetype == MEDIA_TYPE,
    "log in": lambda response: (
        is_redirect_to(response, "/log-in?")
        if response.request.method in ("GET", "HEAD")
        else response.status_code == 401
    ),
}


@dataclass(frozen=True)
class Step:
    """One request, and what should come of it."""

    asker: Asker
    rule: Rule
    method: str
    path: str
    outcome: str
    fields: Mapping[str, str] = field(default_factory=dict)
    query: str = ""

    def __str__(self) -> str:
        return f"{self.asker.name}: {self.method} {self.path}{self.query}"


@dataclass
class Walk:
    """Everybody asks each of the homes for everything, and for what is another town's."""

    app: Flask
    askers: list[Asker]
    homes: tuple[Town, ...]
    foreign: Town
    changes: list[str]
    """What the database was told since the last look; a living list."""
    before: dict[str, Any] = field(default_factory=contents)
    requests: int = 0
    complaints: list[str] = field(default_factory=list)
    has_changed: set[str] = field(default_factory=set)
    """The views with which somebody has changed something."""

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=False)
        self.build = self.app.url_map.bind("localhost").build

    def go(self) -> None:
        for asker in self.askers:
            for home in self.homes:
                for rule in self.app.url_map.iter_rules():
                    if home is self.homes[0] or "municipality" in rule.arguments:
                        self.visit(asker, rule, home)
            if fingerprint(contents()) != fingerprint(self.before):
                self.complain(asker.name, "has left something behind")

    def complain(self, who: object, what: str) -> None:
        self.complaints.append(f"{who} {what}")

    def visit(self, asker: Asker, rule: Rule, home: Town) -> None:
        """All that somebody can ask of one route."""
        own = own_for(rule.endpoint, {**NOBODYS, **home.arguments, **asker.own})
        methods = sorted((rule.methods or set()) & {"GET", "POST"})
        for method in methods:
            self.take(self.step(asker, rule, method, own))
            # Whoever has left is nobody, and nobody is asked all of this already.
            for name in () if asker.has_left else sorted(rule.arguments & MISSING.keys()):
                self.compare(asker, rule, method, own, name)
        if asker.has_left or home is not self.homes[0]:
            return
        if "GET" in methods:
            self.pry(asker, rule, own)
        if "POST" in methods:
            self.send_foreign_people(asker, rule, own)
        if asker.name in TRY_EVERY_METHOD:
            self.take(self.step(asker, rule, "DELETE", own))
            if "GET" in methods:
                self.take(self.step(asker, rule, "HEAD", own))

    def step(self, asker: Asker, rule: Rule, method: str, arguments: Mapping[str, object]) -> Step:
        path = self.build(rule.endpoint, {name: arguments[name] for name in rule.arguments})
        expected = outcome(self.app, asker, rule, arguments)
        fields = filled_in(rule.endpoint, arguments) if method == "POST" else {}
        if method == "DELETE":
            expected = "not possible"
        elif expected == "opens" and method == "POST":
            expected = SAYS_NO_TO.get(asker.name, {}).get(rule.endpoint, expected)
        return Step(asker, rule, method, path, expected, fields)

    def compare(
        self, asker: Asker, rule: Rule, method: str, own: Mapping[str, object], name: str
    ) -> None:
        """What is another town's looks like what is nowhere at all."""
        operates = asker.is_operator and "operator" in WHO_MAY[permission_of(self.app, rule)]
        knows_home = asker.is_desk or operates or bool(asker.roles.get(str(own["municipality"])))
        if name != "municipality" and "municipality" in rule.arguments and not knows_home:
            return
        nowhere = self.answer(asker, rule, method, {**own, name: MISSING[name]})
        theirs = own_for(rule.endpoint, self.foreign.arguments).get(name)
        if name == "municipality" and not knows_home:
            theirs = own[name]
        # To the desk, and to operators on their pages, every town is one of their own.
        if theirs is None or (name == "municipality" and (asker.is_desk or operates)):
            return
        if self.answer(asker, rule, method, {**own, name: theirs}) != nowhere:
            self.complain(asker.name, f"can tell another town's {name} from none: {method} {rule}")

    def answer(
        self, asker: Asker, rule: Rule, method: str, arguments: Mapping[str, object]
    ) -> tuple[object, ...]:
        """What is told of something that is nothing to this one, without what the request said."""
        step = self.step(asker, rule, method, arguments)
        if outcome(self.app, asker, rule, arguments) == "opens":
            step = replace(step, outcome="missing")
        response = self.take(step)
        body = TOKEN.sub("", text_in(response))
        headers = [
            (name, plain(value, step.path))
            for name, value in response.headers
            if name not in DIFFERS_ANYWAY
        ]
        return response.status_code, plain(body, step.path), headers

    def pry(self, asker: Asker, rule: Rule, own: Mapping[str, object]) -> None:
        """Foreign keys in the query change nothing about who may see what."""
        for query in PRYING:
            step = self.step(asker, rule, "GET", own)
            asked = "?" + query.format_map({**MISSING, **self.foreign.arguments})
            lenient = "answers" if step.outcome == "opens" else step.outcome
            self.take(replace(step, query=asked, outcome=lenient))

    def send_foreign_people(self, asker: Asker, rule: Rule, own: Mapping[str, object]) -> None:
        """An own address, and in the form somebody of another town."""
        step = self.step(asker, rule, "POST", own)
        foreign = {**own, "account": self.foreign.arguments.get("account", 0)}
        fields = filled_in(rule.endpoint, foreign)
        if fields != step.fields:
            strict = "not taken" if step.outcome == "opens" else step.outcome
            self.take(replace(step, fields=fields, outcome=strict))

    def take(self, step: Step) -> TestResponse:
        """Send the request and judge all that is to be judged at every one."""
        data = {"csrf_token": step.asker.token, **step.fields}
        response: TestResponse = Context().run(
            self.client.open,
            step.path + step.query,
            method=step.method,
            data=data if step.method in ("POST", "DELETE") else None,
            headers={"Cookie": step.asker.cookie, "Accept-Language": "en"},
            buffered=True,
        )
        self.requests += 1
        if not JUDGES[step.outcome](response):
            self.complain(step, f"{step.outcome}? {response.status}")
        self.look_for_canaries(step, response)
        self.look_for_changes(step)
        return response

    def look_for_canaries(self, step: Step, response: TestResponse) -> None:
        text = text_in(response) + str(response.headers)
        asked = f"{step.path}{step.query}{step.fields}"
        for sign in self.kept_from(step.asker):
            if sign in text and sign not in asked:
                self.complain(step, f"shows {sign}")

    def kept_from(self, asker: Asker) -> Iterator[str]:
        """The canaries that this one must never see."""
        yield from (other.browser for other in self.askers if other is not asker)
        for town in () if asker.is_desk else (*self.homes, self.foreign):
            roles = asker.roles.get(town.key, frozenset())
            if roles.isdisjoint(READERS):
                yield from town.words
            if not roles:
                yield from town.people
                yield from () if asker.is_operator else town.place

    def look_for_changes(self, step: Step) -> None:
        if not self.changes:
            return
        if step.method == "POST" and step.outcome in ("opens", "answers"):
            self.has_changed.add(step.rule.endpoint)
        else:
            self.complain(step, f"changes something: {self.changes[0]}")
        put_back(self.before)
        self.changes.clear()


def own_for(endpoint: str, arguments: Mapping[str, object]) -> dict[str, object]:
    """The arguments; those that stand for something else in this view in its own way."""
    special = {
        name.removeprefix(f"{endpoint}."): one
        for name, one in arguments.items()
        if name.startswith(f"{endpoint}.")
    }
    return {**arguments, **special}


def text_in(response: TestResponse) -> str:
    """All that can be read in it, also what is packed in an archive or a workbook."""
    content = response.get_data()
    if not is_zipfile(BytesIO(content)):
        return content.decode("utf-8", errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def plain(text: str, path: str) -> str:
    """Without the address that was asked for, however it is written."""
    for written in (path, quote(path, safe=""), quote(path, safe="/")):
        text = text.replace(written, "")
    return text
