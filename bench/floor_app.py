"""The floor: the least Flask, SQLAlchemy Core and Jinja that gives the same pages and saves.

Its pages come from the same templates, with all data prepared but the answers, which it reads
with one query. It knows no forms, no versions, no history, no languages and no permissions.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask, redirect, request
from flask_babel import get_translations
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import Engine, Table, create_engine, event, select
from sqlalchemy.dialects.sqlite import Insert, insert

from app.assessments.models import StoredAnswer
from bench.prepared import Preparation, given_to_template
from bench.town import SECRET, Town

ANSWER = cast(Table, StoredAnswer.__table__)
READ = (ANSWER.c.criterion_key, ANSWER.c.state, ANSWER.c.level, ANSWER.c.reason, ANSWER.c.note,
        ANSWER.c.sureness, ANSWER.c.version, ANSWER.c.changed_at)  # fmt: skip
KEPT = ("state", "level", "reason", "note", "sureness")
# What Flask and Jinja bring themselves stays as it is.
THEIR_OWN = {"range", "dict", "lipsum", "cycler", "joiner", "namespace", "get_flashed_messages"}
PAGE_VALUES = {"request", "session", "g", "config"}


def durable_engine(database: Path) -> Engine:
    """SQLite that keeps what it acknowledged, as the application's."""
    engine = create_engine(f"sqlite:///{database}")

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if request_may_write() else "BEGIN")

    return engine


def request_may_write() -> bool:
    return not request or request.method == "POST"


def upsert() -> Insert:
    """Insert answers, or replace what stands there."""
    inserted = insert(ANSWER)
    kept = {name: inserted.excluded[name] for name in KEPT}
    return inserted.on_conflict_do_update(
        index_elements=["assessment_id", "criterion_key"], set_=kept
    )


def floor_app(town: Town) -> Flask:
    """A bare application on the same database, with the same addresses."""
    app = Flask("bench.floor", template_folder=str(Path(town.app.root_path) / "templates"))
    app.config.update(SECRET_KEY=SECRET, WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    engine = durable_engine(town.database)
    _add_section(app, town, engine)
    _add_saving(app, town, engine)
    _add_result(app, town, engine)
    return app


def _add_section(app: Flask, town: Town, engine: Engine) -> None:
    """The page of one section: its answers read, everything else prepared."""
    pages = {
        node.key: _SectionPage(town, f"{town.address}/sections/{node.key}")
        for node in (town.section, town.next_section)
    }

    @app.get(f"{town.address}/sections/<section>", endpoint="answering.edit_section")
    def show_section(section: str) -> str:
        page = pages[section]
        with engine.connect() as connection:
            rows = connection.execute(page.reading).all()
        return page.render(rows)


class _SectionPage:
    """One section of the main checklist, its words ready."""

    def __init__(self, town: Town, address: str) -> None:
        given = given_to_template(town.app, address)
        preparation = Preparation(town.app, address)
        self.views = given.pop("views")
        keys = [view.key for view in self.views]
        self.reading = select(*READ).where(
            ANSWER.c.assessment_id == 1, ANSWER.c.criterion_key.in_(keys)
        )
        self.values = prepared_values(given, preparation)
        self.values["problems_with"] = lambda views: ()
        self.template = bare_environment(town, preparation).get_template(
            "answering/edit_section.html"
        )
        self.words = {view.key: preparation.plain(vars(view)) for view in self.views}

    def render(self, rows: Any) -> str:
        answers = {row.criterion_key: row for row in rows}
        views = [plain_view(words, answers[key]) for key, words in self.words.items()]
        return self.template.render(
            self.values, views=views, request=request, csrf_token=generate_csrf
        )


def plain_view(words: dict[str, Any], answer: Any) -> SimpleNamespace:
    """A criterion as its macro wants it, from prepared words and a row of the database."""
    state = answer.state
    levels = [
        {"value": level.value, "label": level.label, "description": level.description,
         "checked": state == "level" and level.value == answer.level}
        for level in words["levels"]
    ]  # fmt: skip
    return SimpleNamespace(
        **words
        | {
            "levels": levels,
            "unknown_checked": state == "unknown",
            "not_applicable_checked": state == "not_applicable",
            "reason": answer.reason,
            "note": answer.note,
            "sureness": answer.sureness or "",
            "version": answer.version,
        }
    )


def _add_saving(app: Flask, town: Town, engine: Engine) -> None:
    """One upsert in one transaction, then on to the next section."""
    keys = [criterion.key for criterion in town.section.criteria]
    allowed = {f"level:{level.value}" for level in town.section.criteria[0].scale.levels}
    following = f"{town.address}/sections/{town.next_section.key}"
    upserting = upsert()

    @app.post(f"{town.address}/sections/{town.section.key}", endpoint="save")
    def save() -> Any:
        rows = []
        for key in keys:
            choice = request.form.get(f"{key}-choice")
            if choice not in allowed:
                return "not a choice", 400
            note = request.form.get(f"{key}-note", "")
            rows.append(answer_row(key, level=int(choice.removeprefix("level:")), note=note))
        with engine.begin() as connection:
            connection.execute(upserting, rows)
        return redirect(following)


def answer_row(key: str, *, level: int, note: str) -> dict[str, Any]:
    """A row of the answers of the one assessment there is."""
    fields = {"state": "level", "level": level, "reason": "", "note": note, "sureness": None}
    return {"assessment_id": 1, "criterion_key": key, **fields, "version": 1, "changed_by": "desk"}


def _add_result(app: Flask, town: Town, engine: Engine) -> None:
    """The result page: the answers are read, the report and the charts are prepared."""
    address = f"{town.address}/result"
    preparation = Preparation(town.app, address)
    values = prepared_values(given_to_template(town.app, address), preparation)
    template = bare_environment(town, preparation).get_template("reports/show_result.html")
    reading = select(*READ).where(ANSWER.c.assessment_id == 1)

    @app.get(address, endpoint="reports.show_result")
    def show_result() -> str:
        with engine.connect() as connection:
            connection.execute(reading).all()
        return template.render(values, request=request, csrf_token=generate_csrf)


def prepared_values(given: dict[str, Any], preparation: Preparation) -> dict[str, Any]:
    """What a view gave its template, as plain values; what belongs to the request is left out."""
    return {
        name: value if name in THEIR_OWN else preparation.plain(value)
        for name, value in given.items()
        if name not in PAGE_VALUES
    }


def bare_environment(town: Town, preparation: Preparation) -> Environment:
    """Jinja alone: the same templates and words, every function and filter remembered."""
    theirs = town.app.jinja_env
    bare = Environment(
        loader=FileSystemLoader(Path(town.app.root_path) / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    with town.app.test_request_context(headers={"Accept-Language": "de"}):
        translations = get_translations()
    bare.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    for name, value in theirs.globals.items():
        if name not in bare.globals and name not in PAGE_VALUES:
            bare.globals[name] = value if name in THEIR_OWN else preparation.plain(value)
    for name, value in theirs.filters.items():
        if name not in bare.filters:
            bare.filters[name] = preparation.plain(value)
    return bare
