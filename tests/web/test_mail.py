"""Mail, handed to a real SMTP server: what arrives, and why something does not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from app.web import mail
from app.web.mail import MailNotSent, MailServer, is_mail_set_up, read_server, send_mail

NEIGHBOUR = "0.0.0.0"  # noqa: S104 - nobody listens there; it reaches this machine as if from outside
TO = "erika@lindenbruck.de"
USER, PASSWORD = "check@rathaus", "geheim@/"


class Mailbox:
    """Keeps what arrives; refuses whom it is told to."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.were_encrypted: list[bool] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("unknown@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("stranger@"):
            return "553 not from here"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if b"refuse me" in (envelope.content or b""):
            return "554 spam"
        self.envelopes.append(envelope)
        self.were_encrypted.append(session.ssl is not None)
        return "250 OK"

    def message(self) -> EmailMessage:
        """The only mail there is."""
        assert len(self.envelopes) == 1
        return message_from_bytes(self.envelopes[0].content, policy=default)

    def text(self) -> str:
        return self.message().get_content().replace("\r\n", "\n")

    def recipients(self) -> list[str]:
        return [address for envelope in self.envelopes for address in envelope.rcpt_tos]


def knows_the_password(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    given = data if isinstance(data, LoginPassword) else LoginPassword(b"", b"")
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def serving(mailbox: Mailbox) -> Iterator[Callable[..., int]]:
    """Starts an SMTP server of some kind and says its port."""
    running: list[Controller] = []

    def start(**kind: object) -> int:
        controller = Controller(mailbox, hostname="127.0.0.1", port=a_free_port(), **kind)
        controller.start()
        running.append(controller)
        return controller.port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that a server made itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(NEIGHBOUR))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def encryption(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def set_up(app: Flask) -> Iterator[Callable[..., None]]:
    """Sets the mail server and the sender for one test, which reads English."""
    before = {name: app.config[name] for name in ("MAIL_SERVER", "MAIL_FROM")}

    def say(server: str, sender: str = "Willkommenscheck <check@rathaus.example>") -> None:
        app.config.update(MAIL_SERVER=server, MAIL_FROM=sender)

    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield say
    app.config.update(before)


def reason(to: str = TO, subject: str = "Hello", body: str = "Hello", **more: str) -> str:
    """Why this mail is not sent."""
    with pytest.raises(MailNotSent) as refusal:
        send_mail(to, subject, body, **more)
    return str(refusal.value)


# What arrives


def test_a_mail_arrives_as_it_was_written(set_up, serving, mailbox):
    set_up(f"smtp://127.0.0.1:{serving()}")

    send_mail(TO, "Einladung für Erika", "Grüße aus Łódź 🙂\r\n\r\n.\nEnde", name="Müller, Erika")

    message = mailbox.message()
    assert message["Subject"] == "Einladung für Erika"
    assert message["From"] == "Willkommenscheck <check@rathaus.example>"
    assert message["To"].addresses[0].display_name == "Müller, Erika"
    assert message.get_content_type() == "text/plain"
    assert mailbox.text() == "Grüße aus Łódź 🙂\n\n.\nEnde\n"
    assert mailbox.recipients() == [TO]
    assert mailbox.envelopes[0].mail_from == "check@rathaus.example"


def test_a_mail_says_when_it_was_written_and_that_nobody_is_to_answer_by_machine(
    set_up, serving, mailbox
):
    set_up(f"smtp://127.0.0.1:{serving()}")

    send_mail(TO, "Hello", "Hello")

    message = mailbox.message()
    written = parsedate_to_datetime(message["Date"])
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].rstrip(">").rpartition("@")[2] == "rathaus.example"


def test_a_long_link_arrives_whole(set_up, serving, mailbox):
    set_up(f"smtp://127.0.0.1:{serving()}")
    link = "https://check.example/invitations/" + "a=" * 600

    send_mail(TO, "Hello", link)

    assert mailbox.text() == link + "\n"


def test_a_domain_with_umlauts_travels_in_its_other_form(set_up, serving, mailbox):
    set_up(f"smtp://127.0.0.1:{serving()}")

    send_mail("erika@rathaus-mühl.de", "Hello", "Hello")

    assert mailbox.recipients() == ["erika@xn--rathaus-mhl-1hb.de"]


def test_user_and_password_are_given_where_they_are_set(set_up, serving, mailbox):
    port = serving(authenticator=knows_the_password, auth_require_tls=False, auth_required=False)
    set_up(f"smtp://check%40rathaus:geheim%40%2F@127.0.0.1:{port}")

    send_mail(TO, "Hello", "Hello")

    assert mailbox.recipients() == [TO]


@pytest.mark.parametrize("host", ["127.0.0.1", NEIGHBOUR])
def test_the_connection_is_encrypted_where_the_server_offers_it(
    set_up, serving, mailbox, certificate, monkeypatch, host
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = serving(
        tls_context=encryption(certificate),
        require_starttls=True,
        authenticator=knows_the_password,
    )
    set_up(f"smtp://check%40rathaus:geheim%40%2F@{host}:{port}")

    send_mail(TO, "Hello", "Hello")

    assert mailbox.were_encrypted == [True]


def test_smtps_is_encrypted_from_the_first_byte(set_up, serving, mailbox, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = serving(ssl_context=encryption(certificate))
    set_up(f"smtps://{NEIGHBOUR}:{port}")

    send_mail(TO, "Hello", "Hello")

    assert mailbox.recipients() == [TO]


# What cannot be smuggled in


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "\0"])
def test_a_line_end_in_subject_or_name_makes_no_header(set_up, serving, mailbox, end):
    set_up(f"smtp://127.0.0.1:{serving()}")

    send_mail(TO, f"Hello{end}Bcc: evil@example.org", "Hello", name=f"Erika{end}Bcc: evil@x.org")

    message = mailbox.message()
    assert sorted(message.keys()) == [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From",
        "MIME-Version", "Message-ID", "Subject", "To",
    ]  # fmt: skip
    assert mailbox.recipients() == [TO]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "erika",
        "@lindenbruck.de",
        "erika@",
        "erika@lindenbruck.de\r\nBcc: evil@example.org",
        "erika@lindenbruck.de\nBcc: evil@example.org",
        "erika\r\n@lindenbruck.de",
        "erika@lindenbruck.de, evil@example.org",
        "erika@lindenbruck.de evil@example.org",
        "Erika <erika@lindenbruck.de>",
        "erika\0@lindenbruck.de",
        "erika@linden\u202ebruck.de",
        "\ud800@lindenbruck.de",
        "erika@" + "a" * 64 + ".de",
    ],
)
def test_what_is_not_one_address_gets_no_mail(set_up, serving, mailbox, address):
    set_up(f"smtp://127.0.0.1:{serving()}")

    assert reason(to=address) == "This is not an e-mail address."
    assert mailbox.envelopes == []


def test_a_broken_character_is_said_before_anything_is_sent(set_up, serving, mailbox):
    set_up(f"smtp://127.0.0.1:{serving()}")

    assert reason(subject="\ud800") == "The mail contains a broken character."
    assert reason(body="\ud800") == "The mail contains a broken character."
    assert mailbox.envelopes == []


# Why something does not arrive


def test_without_settings_no_mail_is_sent(set_up):
    for server, sender in (("", ""), ("smtp://127.0.0.1", ""), ("", "check@rathaus.example")):
        set_up(server, sender)
        assert is_mail_set_up() is False
        assert reason() == "No mail server is set up."

    set_up("smtp://127.0.0.1", "check@rathaus.example")
    assert is_mail_set_up() is True


def test_an_unknown_host_is_named_as_the_reason(set_up):
    set_up("smtp://mail.invalid")

    assert reason() == "The mail server is not found under its name."


def test_a_closed_port_is_named_as_the_reason(set_up):
    set_up(f"smtp://127.0.0.1:{a_free_port()}")

    assert reason() == "The mail server does not accept connections."


def test_silence_is_named_as_the_reason(set_up, monkeypatch):
    monkeypatch.setattr(mail, "SECONDS_TO_WAIT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        set_up(f"smtp://127.0.0.1:{silent.getsockname()[1]}")

        assert reason() == "The mail server does not answer."


def test_nobody_waits_longer_than_ten_seconds():
    assert mail.SECONDS_TO_WAIT == 10


@pytest.mark.parametrize("password", ["wrong", "%C3%BC"])
def test_a_wrong_password_is_named_as_the_reason(set_up, serving, mailbox, password):
    port = serving(authenticator=knows_the_password, auth_require_tls=False)
    set_up(f"smtp://check%40rathaus:{password}@127.0.0.1:{port}")

    assert reason() == "The mail server refuses our user name or password."
    assert mailbox.envelopes == []


def test_a_server_without_log_in_is_not_used_with_a_password(set_up, serving, mailbox):
    set_up(f"smtp://check:geheim@127.0.0.1:{serving()}")

    assert reason() == "The mail server refuses our user name or password."
    assert mailbox.envelopes == []


def test_a_server_elsewhere_without_encryption_gets_nothing(set_up, serving, mailbox):
    port = serving(authenticator=knows_the_password, auth_require_tls=False)
    set_up(f"smtp://check%40rathaus:geheim%40%2F@{NEIGHBOUR}:{port}")

    assert reason() == "The mail server offers no encryption, so nothing was sent to it."
    assert mailbox.envelopes == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_nobody_vouches_for_is_named_as_the_reason(
    set_up, serving, mailbox, certificate, scheme
):
    kind = "tls_context" if scheme == "smtp" else "ssl_context"
    # The server's start would try out the encryption itself, and trusts nobody either.
    port = serving(**{kind: encryption(certificate)})
    set_up(f"{scheme}://{NEIGHBOUR}:{port}")

    assert reason() == (
        "The connection to the mail server could not be encrypted. Is its certificate valid, and "
        "the port the right one?"
    )
    assert mailbox.envelopes == []


def test_refusals_are_told_apart(set_up, serving, mailbox):
    port = serving()
    set_up(f"smtp://127.0.0.1:{port}")

    assert reason(to="unknown@lindenbruck.de") == "The mail server refuses this recipient."
    assert reason(body="refuse me") == "The mail server refuses the mail."
    set_up(f"smtp://127.0.0.1:{port}", "stranger@example.org")
    assert reason() == "The mail server refuses the sender in MAIL_FROM."
    assert mailbox.envelopes == []


def test_the_reason_is_said_in_the_readers_language(app):
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert reason() == "Es ist kein Mailserver eingerichtet."


# The settings


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, False, "", "")),
        ("smtps://mail.example/", MailServer("mail.example", 465, True, "", "")),
        ("smtp://a%40b:c%3Ad@h:25", MailServer("h", 25, False, "a@b", "c:d")),
        ("smtp://[::1]:2525", MailServer("::1", 2525, False, "", "")),
    ],
)
def test_the_setting_of_the_server_is_read(written, read):
    assert read_server(written) == read


@pytest.mark.parametrize(
    "written",
    ["mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp://h:99999",
     "smtp://[::1", "smtp://h/path", "smtp://" + "a" * 64],
)  # fmt: skip
def test_a_setting_that_is_not_understood_is_named_as_the_reason(set_up, written):
    set_up(written)

    assert reason() == (
        "The setting MAIL_SERVER is not understood. It reads like "
        "smtp://user:password@mail.example.org:587."
    )


@pytest.mark.parametrize(
    "sender", ["check", "Check <>", "a@b, c@d", "Check <a@b> x", "Check <a@b\r\nBcc: c@d>"]
)
def test_a_sender_that_is_no_address_is_named_as_the_reason(set_up, sender):
    set_up("smtp://127.0.0.1", sender)

    assert reason() == "The setting MAIL_FROM is not an e-mail address."


@pytest.mark.parametrize(
    "sender",
    ["Amt, Rat <a@b.example>", '"Amt, Rat" <a@b.example>', " Amt,  Rat<a@b.example> "],
)
def test_the_sender_may_have_a_name(set_up, serving, mailbox, sender):
    set_up(f"smtp://127.0.0.1:{serving()}", sender)

    send_mail(TO, "Hello", "Hello")

    written = mailbox.message()["From"].addresses[0]
    assert (written.display_name, written.addr_spec) == ("Amt, Rat", "a@b.example")


@pytest.mark.parametrize(
    ("host", "is_this_machine"),
    [("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("[::1]", True),
     (NEIGHBOUR, False), ("192.0.2.7", False), ("localhost.example.org", False)],
)  # fmt: skip
def test_only_this_machine_may_go_without_encryption(host, is_this_machine):
    assert read_server(f"smtp://{host}").is_this_machine is is_this_machine


def test_a_password_does_not_show_in_what_is_logged_of_a_server():
    assert repr(read_server("smtp://check:geheim@h")) == (
        "MailServer(host='h', port=587, is_encrypted=False, user='check')"
    )
