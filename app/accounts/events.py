"""What the audit trail tells about people: who came, who may do what, who let whom in."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.audit.events import Event


@dataclass(frozen=True)
class AccountsBegun(Event):
    """The desk handed over to people: its first account took everything over."""

    municipalities: int
    sentence = _l("set up accounts and took over %(municipalities)s municipalities from the desk")


@dataclass(frozen=True)
class OperatorInvited(Event):
    email: str
    sentence = _l("invited %(email)s to run the installation")


@dataclass(frozen=True)
class PersonInvited(Event):
    email: str
    roles: list[str]
    sentence = _l("invited %(email)s as %(roles)s")


@dataclass(frozen=True)
class InvitationWithdrawn(Event):
    email: str
    sentence = _l("withdrew the invitation of %(email)s")


@dataclass(frozen=True)
class InvitationAccepted(Event):
    roles: list[str]
    sentence = _l("accepted the invitation as %(roles)s")


@dataclass(frozen=True)
class OperatorAdded(Event):
    sentence = _l("became operator")


@dataclass(frozen=True)
class OperatorRemoved(Event):
    email: str
    sentence = _l("took the operation of the installation from %(email)s")


@dataclass(frozen=True)
class RolesGiven(Event):
    person: str
    roles: list[str]
    sentence = _l("gave %(person)s the roles: %(roles)s")


@dataclass(frozen=True)
class PersonRemoved(Event):
    person: str
    sentence = _l("took %(person)s out of the municipality")


@dataclass(frozen=True)
class LoggedIn(Event):
    way: str
    sentence = _l("logged in by %(way)s")


@dataclass(frozen=True)
class LogInRefused(Event):
    email: str
    why: str
    sentence = _l("was refused at log-in (%(email)s): %(why)s")


@dataclass(frozen=True)
class LoggedOut(Event):
    sentence = _l("logged out")


@dataclass(frozen=True)
class SessionEnded(Event):
    browser: str
    sentence = _l("ended a log-in on another device (%(browser)s)")


@dataclass(frozen=True)
class OtherSessionsEnded(Event):
    sentence = _l("ended every other log-in")


@dataclass(frozen=True)
class NameChanged(Event):
    sentence = _l("changed their name")


@dataclass(frozen=True)
class PasswordChanged(Event):
    sentence = _l("chose a new password; every other log-in and every token ended")


@dataclass(frozen=True)
class PasswordLinkMade(Event):
    email: str
    sentence = _l("made a link to choose a new password for %(email)s")


@dataclass(frozen=True)
class SingleSignOnBound(Event):
    sentence = _l("logged in by single sign-on for the first time")


@dataclass(frozen=True)
class SecondFactorSwitchedOn(Event):
    sentence = _l("set up the second factor")


@dataclass(frozen=True)
class SecondFactorSwitchedOff(Event):
    sentence = _l("removed the second factor")


@dataclass(frozen=True)
class RecoveryCodesRenewed(Event):
    sentence = _l("made new recovery codes")


@dataclass(frozen=True)
class RecoveryCodeUsed(Event):
    left: int
    sentence = _l("logged in with a recovery code; %(left)s are left")


@dataclass(frozen=True)
class TokenMade(Event):
    token: str
    """What its person calls it."""
    token_scope: str
    until: str
    """The day it ends by itself."""
    sentence = _l("made the token “%(token)s” for a program (%(token_scope)s, until %(until)s)")


@dataclass(frozen=True)
class TokenEnded(Event):
    token: str
    sentence = _l("ended the token “%(token)s” of a program")


@dataclass(frozen=True)
class RemindersSwitchedOff(Event):
    sentence = _l("switched mails about measures off")


@dataclass(frozen=True)
class RemindersSwitchedOn(Event):
    sentence = _l("switched mails about measures on")


@dataclass(frozen=True)
class AccountDeleted(Event):
    sentence = _l("deleted their account")
