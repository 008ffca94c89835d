"""The pages that belong to no municipality: about, method, statements, language."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from app.extensions import csrf
from app.web.access import allows, everyone
from app.web.addresses import own_address
from app.web.checklists import checklists
from app.web.i18n import current_language, offered_languages
from app.web.own_languages import LANGUAGES

bp = Blueprint("pages", __name__)

DRAFTS = Path(__file__).parent / "statements"
ONE_YEAR = 365 * 24 * 60 * 60


@bp.get("/about")
@allows(everyone)
def about() -> ResponseReturnValue:
    """What this check is and is not, and which sources it stands on."""
    library = checklists()
    return render_template(
        "pages/about.html", offered=library.offered(), sources=library.sources.values()
    )


@bp.get("/method")
@allows(everyone)
def method() -> ResponseReturnValue:
    """How to rate, and how the numbers are made."""
    return render_template("pages/method.html")


@bp.get("/imprint")
@allows(everyone)
def imprint() -> ResponseReturnValue:
    return _show_statement("imprint", gettext("Legal notice"))


@bp.get("/privacy")
@allows(everyone)
def privacy() -> ResponseReturnValue:
    return _show_statement("privacy", gettext("Privacy"))


@bp.get("/accessibility")
@allows(everyone)
def accessibility() -> ResponseReturnValue:
    return _show_statement("accessibility", gettext("Accessibility statement"))


@bp.post("/language")
@csrf.exempt  # Nothing but the reader's own language changes; so readers need no cookie.
@allows(everyone)
def choose_language() -> ResponseReturnValue:
    """Remember the language and go back to where the reader was."""
    language = request.form.get("language")
    if language not in offered_languages():
        raise BadRequest
    response = redirect(own_address(request.form.get("next", ""), otherwise=url_for("start.show")))
    response.set_cookie(
        current_app.config["LANGUAGE_COOKIE_NAME"],
        language,
        max_age=ONE_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _show_statement(name: str, title: str) -> ResponseReturnValue:
    """The operator's own text if there is one, else our draft; Markdown without HTML."""
    folder: Path = current_app.config["STATEMENTS_FOLDER"]
    languages = _readable_instead(current_language())
    candidates = [
        (place / f"{name}.{one}.md", one) for place in (folder, DRAFTS) for one in languages
    ]
    file, language = next(found for found in candidates if found[0].is_file())
    # Editors write a mark before the first letter, and older ones another encoding.
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    return render_template(
        "pages/statement.html",
        statement_title=title,
        statement=_as_html(text),
        statement_language=language,
    )


def _readable_instead(language: str) -> tuple[str, ...]:
    """In which languages to look for a statement: German stands in for all, English before it."""
    german, english = LANGUAGES
    return (german,) if language == german else tuple(dict.fromkeys((language, english, german)))


def _as_html(text: str) -> Markup:
    """Markdown without HTML: whatever the operator wrote, only our own markup comes out."""
    markdown = MarkdownIt("js-default", {"html": False})
    tokens = markdown.parse(text)
    for token in tokens:
        # The page has its one title already.
        token.tag = "h2" if token.tag == "h1" else token.tag
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704
