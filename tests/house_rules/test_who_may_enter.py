"""Who may enter which page: one table, and it is the whole house."""

from __future__ import annotations

from flask import Flask

WHO_MAY_ENTER = """
    everyone   GET  /about
    everyone   GET  /accessibility
    everyone   GET  /healthz
    everyone   GET  /imprint
    everyone   GET  /log-in/single-sign-on/answer
    everyone   GET  /method
    everyone   GET  /page.js
    everyone   GET  /privacy
    everyone   GET  /readyz
    everyone   GET  /session
    everyone   GET  /static/<filename>
    everyone   POST /language
    everyone   POST /log-in/single-sign-on
    may_answer GET  /municipalities/<municipality>/<checklist>/<year>/sections/<section>
    may_answer GET  /municipalities/<municipality>/<checklist>/<year>/targets
    may_answer POST /municipalities/<municipality>/<checklist>/<year>
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/conflicts
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/criteria/<criterion>
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/proposals
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/scope
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/sections/<section>
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/targets
    may_answer POST /municipalities/<municipality>/<checklist>/<year>/targets/<criterion>
    may_read   GET  /
    may_read   GET  /municipalities/<municipality>
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>/history
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>/next
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>/questionnaire
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>/result
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>/result/<name>.<suffix>
    may_read   GET  /municipalities/<municipality>/<checklist>/<year>/result/numbers
    may_start  GET  /municipalities/<municipality>/<checklist>/<year>/remove
    may_start  GET  /start
    may_start  GET  /start/<municipality>
    may_start  GET  /start/own
    may_start  POST /municipalities/<municipality>/<checklist>/<year>/archive
    may_start  POST /municipalities/<municipality>/<checklist>/<year>/discard
    may_start  POST /municipalities/<municipality>/<checklist>/<year>/restore
    may_start  POST /start/<municipality>
    may_start  POST /start/own
"""
# Browsers ask for these by themselves; they do what GET does, or nothing.
IMPLIED = {"HEAD", "OPTIONS"}


def readable(rule: str) -> str:
    """The address of a route without the converters of its parts."""
    parts = [part.rpartition(":")[2].rpartition(")")[2] for part in rule.split("<")]
    return "<".join(parts)


def permission_of(app: Flask, endpoint: str) -> str:
    if endpoint == "static":
        return "everyone"
    return str(vars(app.view_functions[endpoint])["permission"].__name__)


def test_every_page_is_open_to_those_in_the_table_and_to_nobody_else(made_app: Flask) -> None:
    found = sorted(
        f"{permission_of(made_app, rule.endpoint):10} {method:4} {readable(rule.rule)}"
        for rule in made_app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
    )

    assert found == [line.strip() for line in WHO_MAY_ENTER.strip().splitlines()]
