"""Who is logged in by now, and a new form token, for pages that have been open for long."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.web.access import allows, current_person, everyone

bp = Blueprint("session", __name__)


@bp.get("/session")
@allows(everyone)
def show() -> ResponseReturnValue:
    """The key of whoever asks, empty for nobody; asking alone keeps no log-in alive."""
    reply = {"person": current_person().key, "csrf_token": generate_csrf()}
    return reply, {"Cache-Control": "no-store"}
