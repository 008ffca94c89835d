"""Phones to test with: a visitor who has joined, and what their page says."""

from __future__ import annotations

from flask import Flask, Response, request

from app.extensions import db
from app.workshops.joining import take_seat
from app.workshops.models import Workshop
from app.workshops.queries import groups_of
from app.workshops.tickets import Ticket, hand_out, new_ticket, ticket_in
from tests.visitor import Visitor


class Phone(Visitor):
    """Somebody in the room, with the ticket that their phone carries."""

    ticket: Ticket

    def _new_token(self) -> str:
        return str(self.gets("/session").get_json()["csrf_token"])

    def votes(self, choice: str, *, criterion: str, number: int = 1, status: int = 200) -> object:
        """The JSON answer to a vote."""
        fields = {"criterion": criterion, "round": str(number), "choice": choice}
        return self.saves("/workshop/vote", fields, status=status)


def a_phone(
    app: Flask, workshop: Workshop, *, group: int = 0, language: str = "en", sits: bool = True
) -> Phone:
    """A phone with a ticket, sitting in one of the groups."""
    return with_ticket(app, new_ticket(workshop.id), workshop if sits else None, group, language)


def with_ticket(
    app: Flask,
    ticket: Ticket,
    workshop: Workshop | None = None,
    group: int = 0,
    language: str = "en",
) -> Phone:
    """A phone that carries this ticket; it sits down where a workshop is given."""
    phone = Phone(app, language=language)
    phone.ticket = ticket
    phone.client.set_cookie(app.config["WORKSHOP_COOKIE_NAME"], cookie_of(app, ticket))
    if workshop:
        take_seat(workshop, ticket, group_id=groups_of(workshop)[group].id)
        db.session.commit()
    return phone


def cookie_of(app: Flask, ticket: Ticket) -> str:
    """The cookie as the server signs it."""
    response = Response()
    hand_out(ticket, response)
    return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def ticket_of(app: Flask, phone: Visitor) -> Ticket:
    """The ticket that a phone carries by now."""
    name = app.config["WORKSHOP_COOKIE_NAME"]
    cookie = phone.client.get_cookie(name)
    assert cookie
    with app.test_request_context(headers={"Cookie": f"{name}={cookie.value}"}):
        ticket = ticket_in(request)
    assert ticket
    return ticket
