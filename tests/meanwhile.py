"""Two things at once: another connection has done something already and commits it only later."""

from __future__ import annotations

import threading
import time
from typing import Any

from sqlalchemy import Executable
from werkzeug.test import TestResponse

from app.extensions import db
from tests.visitor import Page, Visitor

LONG_ENOUGH = 0.6
"""Seconds after which whoever asks has come as far as the other connection lets them."""


def posts_meanwhile(
    visitor: Visitor, address: str, fields: dict[str, Any], other: Executable
) -> Page:
    """The page after posting while `other` was done already, but not committed yet."""
    sent = {"csrf_token": visitor.token(), **fields}
    answers: list[TestResponse] = []

    def ask() -> None:
        answers.append(
            visitor.client.post(address, data=sent, headers=visitor.headers, buffered=True)
        )

    db.session.commit()
    asking = threading.Thread(target=ask)
    with db.engine.begin() as connection:
        connection.execute(other)
        asking.start()
        time.sleep(LONG_ENOUGH)
    asking.join()
    db.session.expire_all()
    return Page(answers[0])
