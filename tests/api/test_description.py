"""The description says what there is, and what comes is as it says."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from flask import Flask

from app.accounts.roles import Role
from app.accounts.token_scopes import TokenScope
from app.api.openapi import description
from app.api.scopes import scope_of
from app.api.wording import WHAT_IT_GIVES
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.domain.scope import Scope
from app.extensions import db
from tests.api.asking import API, a_token, asks, comparisons_of, of_check, of_place, sends
from tests.builders import (
    CHECKLIST,
    a_municipality,
    an_account,
    an_answer,
    an_assessment,
    every_answer,
)
from tests.visitor import Visitor


def fits(told: Any, name: str) -> None:
    """Raises where a response is not as its schema says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    jsonschema.Draft202012Validator(schema).validate(told)


def schema_of(operation: str) -> str:
    """The name of the schema that an operation answers with."""
    ways = next(
        way["get"]
        for way in description()["paths"].values()
        if way["get"]["operationId"] == operation
    )
    content = ways["responses"]["200"]["content"]["application/json"]
    return str(content["schema"]["$ref"]).rpartition("/")[2]


def test_every_route_is_described_and_every_described_one_exists(app: Flask) -> None:
    routes = {
        re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule): rule.endpoint.removeprefix("api.")
        for rule in app.url_map.iter_rules()
        if rule.rule == API or rule.rule.startswith(f"{API}/")
    }
    described = {path: ways["get"]["operationId"] for path, ways in description()["paths"].items()}

    assert described == routes
    assert {name for ways in description()["paths"].values() for name in ways} == {"get"}


def test_parts_of_an_address_are_described_as_its_parameters() -> None:
    for path, ways in description()["paths"].items():
        every = [resolved(one) for one in ways["get"].get("parameters", [])]
        in_path = {one["name"] for one in every if one["in"] == "path"}

        assert in_path == set(re.findall(r"\{(\w+)\}", path))


def resolved(told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    found: Any = description()
    for name in told["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)


def test_every_reference_leads_somewhere_and_every_schema_is_sound() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [one for each in part.values() for one in references(each)]
        return [one for each in part for one in references(each)] if isinstance(part, list) else []

    for reference in references(description()):
        resolved({"$ref": reference})
    for schema in description()["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_it_comes_as_json(reader: Visitor) -> None:
    assert asks(reader, "openapi.json") == description()


def test_the_page_has_words_for_everything() -> None:
    described = {ways["get"]["operationId"] for ways in description()["paths"].values()}

    assert described == WHAT_IT_GIVES.keys()


def test_lists_are_as_described(reader: Visitor) -> None:
    municipality = a_municipality()
    for year in (2024, 2025):
        an_assessment(municipality, year=year)

    for operation, path in {
        "index": API,
        "list_checklists": f"{API}/checklists",
        "list_municipalities": f"{API}/municipalities",
        "list_assessments": of_place(municipality),
    }.items():
        fits(asks(reader, path), schema_of(operation))


@pytest.mark.parametrize(
    "checklist",
    [
        "in2_willkommenskultur", "haltefaktoren", "handlungsfelder", "integrationspotenziale",
        "verteilungsmodell",
    ],
)  # fmt: skip
def test_every_version_is_as_described(reader: Visitor, checklist: str) -> None:
    fits(asks(reader, f"checklists/{checklist}/1.0.0"), schema_of("show_checklist"))


@pytest.mark.parametrize("scope", [*Scope])
@pytest.mark.parametrize("is_answered", [False, True])
@pytest.mark.parametrize("is_finished", [False, True])
def test_self_checks_are_as_described(
    reader: Visitor, scope: Scope, is_answered: bool, is_finished: bool
) -> None:
    assessment = an_assessment(scope=scope)
    if is_answered:
        every_answer(assessment, level=1)
        an_answer(assessment, "mi_language_needs", level=0, target=3, importance=3)
    if is_finished:
        finish(assessment, by="desk")
        db.session.commit()

    fits(asks(reader, of_check(assessment)), schema_of("show_assessment"))
    fits(asks(reader, of_check(assessment, "/results")), schema_of("show_results"))
    fits(asks(reader, comparisons_of(assessment)), schema_of("compare_years"))


def test_comparisons_are_as_described(reader: Visitor, worked: Assessment) -> None:
    told = asks(reader, comparisons_of(worked))

    fits(told, schema_of("compare_years"))
    assert told["comparison"]["bridge"]


def test_comparisons_of_unlike_years_are_as_described(reader: Visitor) -> None:
    municipality = a_municipality()
    then = an_assessment(municipality, year=2023, scope=Scope.SHORT)
    every_answer(then, level=1)
    now = an_assessment(municipality, year=2026)

    told = asks(reader, comparisons_of(now))

    fits(told, schema_of("compare_years"))
    assert told["comparison"]["why_no_bridge"]
    assert [one["self_check"] is None for one in told["years"]] == [False, True, True, False]


@pytest.mark.parametrize(
    ("path", "status"),
    [("nowhere", 404), (f"checklists/{CHECKLIST}/9.9.9", 404), ("municipalities?limit=x", 400)],
)
def test_problems_are_as_described(reader: Visitor, path: str, status: int) -> None:
    fits(asks(reader, path, status=status), "Problem")


def test_each_operation_names_the_scope_that_its_view_asks_for(app: Flask) -> None:
    described = {
        ways["get"]["operationId"]: ways["get"].get("security")
        for ways in description()["paths"].values()
    }

    for operation, security in described.items():
        needed = scope_of(app.view_functions[f"api.{operation}"])
        said = [{"token": [needed.value]}, {"session": []}] if needed else []
        assert security == said, operation


def test_the_ways_in_are_described_as_they_are(app: Flask) -> None:
    schemes = description()["components"]["securitySchemes"]

    assert schemes.keys() == {"token", "session"}
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    assert schemes["session"]["name"] == app.config["SESSION_COOKIE_NAME"]


def test_whoever_may_be_refused_is_told_how_in_every_operation() -> None:
    for ways in description()["paths"].values():
        responses = ways["get"]["responses"]
        refusals = {"401", "403", "429"} if ways["get"].get("security") else set()
        assert responses.keys() & {"401", "403", "429"} == refusals


@pytest.mark.parametrize("scope", [*TokenScope])
def test_what_a_token_reads_and_how_it_is_refused_is_as_described(
    reader: Visitor, worked: Assessment, scope: TokenScope
) -> None:
    place = worked.municipality
    token = a_token(an_account(roles={place: [Role.VIEWER]}), scope=scope)
    paths = {
        "list_checklists": f"{API}/checklists",
        "show_checklist": f"{API}/checklists/{worked.checklist_key}/1.1.0",
        "list_municipalities": f"{API}/municipalities",
        "list_assessments": of_place(place),
        "show_assessment": of_check(worked),
        "show_results": of_check(worked, "/results"),
        "compare_years": comparisons_of(worked),
    }
    opened = set()

    for operation, path in paths.items():
        response = reader.gets(path, headers={"Authorization": f"Bearer {token}"})
        told = response.get_json(force=True)
        fits(told, schema_of(operation) if response.status_code == 200 else "Problem")
        assert response.status_code in (200, 403)
        opened |= {operation} if response.status_code == 200 else set()

    fits(sends(reader, "wkc_no", f"{API}/checklists", status=401).get_json(force=True), "Problem")
    assert opened == {
        operation
        for operation in paths
        if scope.covers(scope_of(reader.client.application.view_functions[f"api.{operation}"]))
    }
