"""Mail in plain text, by SMTP. Without a mail server set up, links are there to be copied."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.clean_text import UnclearText, clean_text

SECONDS_TO_WAIT = 10
PORTS = {"smtp": 587, "smtps": 465}

_NOT_SET_UP = _l("No mail server is set up.")
_UNCLEAR_SERVER = _l(
    "The setting MAIL_SERVER is not understood. It reads like "
    "smtp://user:password@mail.example.org:587."
)
_UNCLEAR_SENDER = _l("The setting MAIL_FROM is not an e-mail address.")
_UNCLEAR_RECIPIENT = _l("This is not an e-mail address.")
_UNCLEAR_TEXT = _l("The mail contains a broken character.")
_UNKNOWN_HOST = _l("The mail server is not found under its name.")
_NO_CONNECTION = _l("The mail server does not accept connections.")
_NO_ANSWER = _l("The mail server does not answer.")
_NOT_ENCRYPTED = _l("The mail server offers no encryption, so nothing was sent to it.")
_NOT_TRUSTED = _l(
    "The connection to the mail server could not be encrypted. Is its certificate valid, and the "
    "port the right one?"
)
_NOT_LOGGED_IN = _l("The mail server refuses our user name or password.")
_RECIPIENT_REFUSED = _l("The mail server refuses this recipient.")
_SENDER_REFUSED = _l("The mail server refuses the sender in MAIL_FROM.")
_REFUSED = _l("The mail server refuses the mail.")


class MailNotSent(Exception):
    """A mail that did not leave; `reason` says why, in the reader's language."""

    def __init__(self, reason: LazyString) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in."""

    host: str
    port: int
    is_encrypted: bool
    """From the first byte on; otherwise by STARTTLS."""
    user: str
    password: str = field(repr=False)

    @property
    def is_this_machine(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def is_mail_set_up() -> bool:
    return bool(current_app.config["MAIL_SERVER"] and current_app.config["MAIL_FROM"])


def send_mail(to: str, subject: str, body: str, *, name: str = "") -> None:
    """Hand one mail to the mail server. Raises MailNotSent.

    `to` is the bare address, `name` the recipient's. Line ends in either cannot become headers.
    """
    if not is_mail_set_up():
        raise MailNotSent(_NOT_SET_UP)
    server = read_server(current_app.config["MAIL_SERVER"])
    sender = _sender(current_app.config["MAIL_FROM"])
    recipient = _address(name, to, _UNCLEAR_RECIPIENT)
    message = _message(sender, recipient, subject, body)
    with _in_words(), _connected(server, sender.domain) as connection:
        _log_in(connection, server)
        connection.send_message(message, sender.addr_spec, [recipient.addr_spec])


def read_server(written: str) -> MailServer:
    """The setting MAIL_SERVER: smtp://user:password@host:587 or smtps://host:465."""
    try:
        parts = urlsplit(written)
        port = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise MailNotSent(_UNCLEAR_SERVER) from error
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise MailNotSent(_UNCLEAR_SERVER)
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        is_encrypted=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _sender(written: str) -> Address:
    """The setting MAIL_FROM: an address, or a name and an address in angle brackets."""
    name, _, address = written.strip().removesuffix(">").rpartition("<")
    return _address(name.strip(' "'), address, _UNCLEAR_SENDER)


def _address(name: str, address: str, complaint: LazyString) -> Address:
    try:
        local, _, domain = address.strip().rpartition("@")
        # Mail servers know domains with umlauts in their other form only.
        ascii_domain = domain.encode("idna").decode("ascii")
        found = Address(_one_line(name), addr_spec=f"{local}@{ascii_domain}")
    except (ValueError, IndexError, MessageError, UnclearText) as error:
        raise MailNotSent(complaint) from error
    if not (found.username and found.domain) or clean_text(address) != address.strip():
        raise MailNotSent(complaint)
    return found


def _message(sender: Address, recipient: Address, subject: str, body: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=sender.domain)
    # Nobody's "I am on holiday" is to answer.
    message["Auto-Submitted"] = "auto-generated"
    try:
        message["Subject"] = _one_line(subject)
        message.set_content(clean_text(body) + "\n", cte="quoted-printable")
    except UnclearText as error:
        raise MailNotSent(_UNCLEAR_TEXT) from error
    return message


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())


@contextmanager
def _connected(server: MailServer, our_name: str) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted unless the mail server is on this machine and does not offer it."""
    context = _encryption(server)
    with _opened(server, our_name, context) as connection:
        connection.ehlo_or_helo_if_needed()
        if not server.is_encrypted:
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
                connection.ehlo()
            elif not server.is_this_machine:
                raise MailNotSent(_NOT_ENCRYPTED)
        yield connection


def _opened(server: MailServer, our_name: str, context: ssl.SSLContext) -> smtplib.SMTP:
    # Our own name is given, for looking it up can take longer than all the rest.
    if server.is_encrypted:
        return smtplib.SMTP_SSL(
            server.host, server.port, our_name, timeout=SECONDS_TO_WAIT, context=context
        )
    return smtplib.SMTP(server.host, server.port, our_name, timeout=SECONDS_TO_WAIT)


def _log_in(connection: smtplib.SMTP, server: MailServer) -> None:
    """Where a user is set; a server without log-in and a password it cannot be sent count alike."""
    try:
        if server.user:
            connection.login(server.user, server.password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, UnicodeError) as error:
        raise MailNotSent(_NOT_LOGGED_IN) from error


def _encryption(server: MailServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.is_this_machine:
        # Its certificate is often one it made itself, and there is no way on which to listen.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


# The first that fits counts: some are kinds of others further down.
_REASONS: tuple[tuple[type[Exception], LazyString], ...] = (
    (smtplib.SMTPRecipientsRefused, _RECIPIENT_REFUSED),
    (smtplib.SMTPSenderRefused, _SENDER_REFUSED),
    (smtplib.SMTPServerDisconnected, _NO_ANSWER),
    (smtplib.SMTPException, _REFUSED),
    (ssl.SSLError, _NOT_TRUSTED),
    (socket.gaierror, _UNKNOWN_HOST),
    (TimeoutError, _NO_ANSWER),
    (OSError, _NO_CONNECTION),
)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except tuple(kind for kind, _ in _REASONS) as error:
        current_app.logger.warning("A mail was not sent: %s", type(error).__name__)
        raise MailNotSent(
            next(reason for kind, reason in _REASONS if isinstance(error, kind))
        ) from error
