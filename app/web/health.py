"""Is the server alive, and can it answer?"""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db, migrate
from app.web.access import allows, everyone

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@allows(everyone)
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@bp.get("/readyz")
@allows(everyone)
def ready() -> ResponseReturnValue:
    """The database answers and stands at the newest migration."""
    newest = ScriptDirectory.from_config(migrate.get_config()).get_current_head()
    try:
        stands_at = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return {"status": "database away"}, 503
    if stands_at != newest:
        return {"status": "migration needed", "database": stands_at, "program": newest}, 503
    return {"status": "ok"}
