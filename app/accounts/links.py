"""Links that let somebody in: sent by mail where mail is set up, else shown to be handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from flask import copy_current_request_context, current_app
from flask_babel import gettext

from app.web.addresses import public_address
from app.web.mail import MailNotSent, is_mail_set_up, send_mail


@dataclass(frozen=True)
class SentLink:
    """A link, and whether a mail has brought it."""

    address: str
    email: str
    is_sent: bool = False
    complaint: str = ""
    """Why the mail could not be sent, in words; then the link is to be handed over."""


def address_of(token: str) -> str:
    return public_address("invitations.open_link", token=token)


def hand_over(token: str, email: str, *, subject: str, body: str) -> SentLink:
    """Send the link to its person; without mail, or if that fails, give it back to be copied."""
    address = address_of(token)
    if not is_mail_set_up():
        return SentLink(address, email)
    try:
        send_mail(email, subject, f"{body}\n\n{address}\n")
    except MailNotSent as problem:
        return SentLink(address, email, complaint=str(problem))
    return SentLink(address, email, is_sent=True)


def send_invitation(token: str, email: str, *, place: str | None) -> SentLink:
    body = (
        gettext(
            "You are invited to work on the welcome check of %(place)s. The link works once and "
            "for 7 days:",
            place=place,
        )
        if place
        else gettext(
            "You are invited to run an installation of the Willkommenscheck. The link works once "
            "and for 7 days:"
        )
    )
    return hand_over(token, email, subject=gettext("Invitation to the Willkommenscheck"), body=body)


def send_password_link(token: str, email: str) -> SentLink:
    return hand_over(
        token,
        email,
        subject=gettext("A new password for the Willkommenscheck"),
        body=gettext(
            "With this link you choose a new password. It works once and for 24 hours. If you did "
            "not ask for it, you need not do anything:"
        ),
    )


def in_the_background(work: Callable[[str], None], email: str) -> None:
    """Do what takes its time after the answer; what goes wrong stands in the log."""
    logger = current_app.logger

    @copy_current_request_context
    def working() -> None:
        try:
            work(email)
        except Exception:
            logger.exception("a mail could not be prepared")

    Thread(target=working, daemon=True).start()
