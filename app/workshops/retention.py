"""Erase workshops on their day, without anybody having to think of it."""

from __future__ import annotations

import time

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db, reading
from app.workshops.ending import erase_due, is_anything_due, wipe_traces

EVERY = 6 * 60 * 60
"""Seconds between two looks."""
PROGRAM = "program"
"""Who did it, for the audit trail."""


def erase_what_is_due(app: Flask) -> int:
    """Look once; how many workshops were erased. Only where there are some anybody waits."""
    with app.app_context():
        with reading():
            if not is_anything_due():
                return 0
        count = erase_due(by=PROGRAM)
        db.session.commit()
        wipe_traces()
        return count


def keep_erasing(app: Flask) -> None:
    """Look every six hours, as long as the process lives; several processes do no harm."""
    while True:
        try:
            erase_what_is_due(app)
        except SQLAlchemyError as error:
            # The database is away for a moment: the next look will do.
            app.logger.warning("workshops were not looked through: %s", type(error).__name__)
        time.sleep(EVERY)
