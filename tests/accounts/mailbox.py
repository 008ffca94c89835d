"""A mail server on this machine that keeps what it gets."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from flask import Flask


class Mailbox:
    """Recipient and text of every mail, oldest first."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[attr-defined]
        self.mails.append((envelope.rcpt_tos[0], message.get_content()))  # type: ignore[attr-defined]
        return "250 OK"

    def wait_for_one(self) -> None:
        """A mail that goes out beside the answer takes a moment."""
        deadline = time.monotonic() + 20
        while not self.mails and time.monotonic() < deadline:
            time.sleep(0.05)

    def link(self) -> str:
        """The path of the link in the newest mail."""
        found = re.search(r"https?://[^/\s]+(/invitation/\S+)", self.mails[-1][1])
        assert found
        return found[1]


@contextmanager
def mail_set_up(app: Flask) -> Iterator[Mailbox]:
    """Within this block the application sends its mail into a mailbox."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    before = app.config["MAIL_SERVER"], app.config["MAIL_FROM"]
    app.config["MAIL_SERVER"] = f"smtp://127.0.0.1:{port}"
    app.config["MAIL_FROM"] = "check@example.org"
    try:
        yield mailbox
    finally:
        app.config["MAIL_SERVER"], app.config["MAIL_FROM"] = before
        controller.stop()
