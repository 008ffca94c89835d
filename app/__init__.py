"""Checklist files drive forms that score a municipality and chart its gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from app.accounts import bearer, doorkeeper
from app.accounts import wording as words_for_people
from app.accounts.own_data import also_stored
from app.accounts.routes import (
    account,
    first_account,
    invitations,
    log_in,
    people,
    second_factor,
    single_sign_on,
    tokens,
    trail,
)
from app.accounts.single_sign_on import prepare_single_sign_on
from app.api import routes as api
from app.assessments import wording
from app.assessments.queries import changes_by
from app.assessments.routes import (
    answering,
    assigning,
    conflicts,
    desk,
    finishing,
    lifecycle,
    moving,
    overview,
    reading,
    starting,
    targets,
)
from app.audit import wording as audit
from app.commands.archives import archive_commands
from app.commands.assessments import assessment_commands
from app.commands.checklists import checklist_commands
from app.commands.demo import demo_commands
from app.commands.erasing import erase_municipality
from app.commands.measures import measure_commands
from app.commands.operations import operations_commands
from app.commands.people import people_commands
from app.commands.scoring import score
from app.commands.workshops import workshop_commands
from app.comparisons import routes as comparisons
from app.config import read_settings
from app.extensions import csrf, prepare_database
from app.holdings import routes as settings
from app.importing import routes as importing
from app.measures import speaking as words_for_measures
from app.measures.routes import calendar, carrying, forecast, one, plan, settling, writing
from app.operation import wording as operation
from app.operation.routes import installation, municipalities, operators
from app.papers.routes import council as council_paper
from app.papers.routes import files as paper_files
from app.papers.routes import hub as papers
from app.papers.routes import public as public_summary
from app.papers.routes import word_files
from app.reports import downloads
from app.reports import routes as reports
from app.territory import routes as territory
from app.territory import wording as territory_words
from app.web import (
    access,
    assets,
    checklists,
    errors,
    formatting,
    health,
    i18n,
    log,
    pages,
    production,
    proxy,
    scripts,
    security,
    session,
    styles,
)
from app.workshops import speaking
from app.workshops.routes import (
    agenda,
    console,
    decisions,
    ideas,
    joining,
    listing,
    paper,
    phone,
    planning,
    record,
    rehearsing,
    screen,
)

BLUEPRINTS = (
    pages.bp,
    health.bp,
    scripts.bp,
    styles.bp,
    session.bp,
    log_in.bp,
    single_sign_on.bp,
    invitations.bp,
    first_account.bp,
    account.bp,
    second_factor.bp,
    tokens.bp,
    people.bp,
    trail.bp,
    starting.bp,
    desk.bp,
    overview.bp,
    answering.bp,
    targets.bp,
    conflicts.bp,
    lifecycle.bp,
    finishing.bp,
    moving.bp,
    assigning.bp,
    reading.bp,
    reports.bp,
    downloads.bp,
    papers.bp,
    council_paper.bp,
    paper_files.bp,
    word_files.bp,
    public_summary.bp,
    comparisons.bp,
    settings.bp,
    importing.bp,
    territory.bp,
    installation.bp,
    municipalities.bp,
    territory.operators_bp,
    operators.bp,
    listing.bp,
    planning.bp,
    console.bp,
    agenda.bp,
    decisions.bp,
    screen.bp,
    paper.bp,
    ideas.bp,
    record.bp,
    rehearsing.bp,
    joining.bp,
    phone.bp,
    plan.bp,
    forecast.bp,
    settling.bp,
    carrying.bp,
    calendar.bp,
    calendar.open_bp,
    one.bp,
    writing.bp,
    api.bp,
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application; `overrides` replace settings, for tests."""
    app = Flask(__name__, static_folder="static")
    app.config.from_mapping(read_settings())
    app.config.from_mapping(overrides or {})
    production.prepare_server(app)
    log.prepare_log(app)
    prepare_extensions(app)
    register_views(app)
    checklists.open_checklists(app)
    register_commands(app)
    return app


def prepare_extensions(app: Flask) -> None:
    prepare_database(app)
    csrf.init_app(app)
    i18n.speak_languages(app)
    assets.offer_assets(app)
    scripts.offer_script(app)
    styles.offer_styles(app)
    formatting.format_on_pages(app)
    audit.speak_on_pages(app)
    words_for_people.speak_on_pages(app)
    prepare_single_sign_on(app)
    wording.speak_on_pages(app)
    also_stored("changed_answers", changes_by)
    operation.speak_on_pages(app)
    territory_words.speak_on_pages(app)
    words_for_measures.speak_on_pages(app)
    speaking.speak_on_pages(app)
    security.secure_responses(app)
    errors.explain_errors(app)
    app.register_error_handler(doorkeeper.LogInNeeded, doorkeeper.ask_to_log_in)
    app.register_error_handler(bearer.TokenRefused, doorkeeper.refuse_token)
    proxy.trust_proxies(app)


def register_views(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # Paragraph-shaped templates, without the lines their logic leaves behind.
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    access.guard_views(app, doorkeeper)


def register_commands(app: Flask) -> None:
    checklist_commands.add_command(score)
    app.cli.add_command(checklist_commands)
    app.cli.add_command(archive_commands)
    app.cli.add_command(demo_commands)
    operations_commands.add_command(erase_municipality)
    app.cli.add_command(operations_commands)
    app.cli.add_command(people_commands)
    app.cli.add_command(assessment_commands)
    app.cli.add_command(workshop_commands)
    app.cli.add_command(measure_commands)
