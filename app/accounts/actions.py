"""Let people in, give roles and take them. Actions change what is stored and never commit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.api_tokens import end_tokens, end_tokens_reaching
from app.accounts.events import (
    AccountDeleted,
    InvitationAccepted,
    InvitationWithdrawn,
    NameChanged,
    OperatorAdded,
    OperatorInvited,
    OperatorRemoved,
    PasswordChanged,
    PasswordLinkMade,
    PersonInvited,
    PersonRemoved,
    RolesGiven,
    SecondFactorSwitchedOff,
)
from app.accounts.leaving import tidy_up_after
from app.accounts.models import Account, Invitation, Membership, RecoveryCode
from app.accounts.permissions import READERS, WRITERS
from app.accounts.queries import places_of
from app.accounts.roles import Role
from app.accounts.sessions import end_sessions
from app.accounts.tokens import hash_token, new_token
from app.audit.actions import record
from app.domain.errors import DomainError
from app.extensions import db, now
from app.municipalities.models import Municipality

INVITATION_HOLDS = timedelta(days=7)
PASSWORD_LINK_HOLDS = timedelta(hours=24)


class LastCoordinator(DomainError):
    """A municipality keeps at least one coordinator, or nobody could let anybody in."""

    def __init__(self, place: str) -> None:
        super().__init__(f"the last coordinator of {place}")
        self.place = place


class LastOperator(DomainError):
    """An installation keeps at least one operator, if it has any."""


class AlreadyUsed(DomainError):
    """The link was used or withdrawn in the meantime."""


def invite(email: str, *, municipality: Municipality, roles: Collection[Role], by: str) -> str:
    """Invite somebody into a municipality; the token of the link, which is stored nowhere.

    An older invitation to the same address no longer holds: nobody has two open links.
    """
    # Locked, where the database can: both of two at the same moment would hold.
    db.session.execute(select(Municipality.id).filter_by(id=municipality.id).with_for_update())
    _use_up((Invitation.municipality_id == municipality.id) & (Invitation.email == email))
    told = [role.value for role in Role if role in roles]
    record(PersonInvited(email, told), by=by, municipality_id=municipality.id)
    return _link("municipality", email, by=by, municipality=municipality, roles=" ".join(told))


def invite_operator(email: str, *, by: str) -> str:
    record(OperatorInvited(email), by=by)
    return _link("operator", email, by=by)


def make_password_link(account: Account, *, by: str) -> str:
    """The token of a link to choose a new password; an older link no longer holds."""
    _use_up(Invitation.account_id == account.id)
    event = PasswordLinkMade(account.email)
    record(event, by=by)
    if by:
        # Whoever holds the link can get in as this person: where they work, it is seen who made it.
        for place in places_of(account):
            record(event, by=by, municipality_id=place.id)
    return _link("password", account.email, by=by, account=account, holds=PASSWORD_LINK_HOLDS)


def _link(
    purpose: str,
    email: str,
    *,
    by: str,
    municipality: Municipality | None = None,
    roles: str = "",
    account: Account | None = None,
    holds: timedelta = INVITATION_HOLDS,
) -> str:
    token = new_token()
    db.session.add(
        Invitation(
            token_hash=hash_token(token),
            purpose=purpose,
            email=email,
            municipality=municipality,
            roles=roles,
            account_id=account.id if account else None,
            made_by=by,
            expires_at=now() + holds,
        )
    )
    db.session.flush()
    return token


def withdraw(invitation: Invitation, *, by: str) -> None:
    """Let an invitation hold no longer."""
    event = InvitationWithdrawn(invitation.email)
    record(event, by=by, municipality_id=invitation.municipality_id)
    _use_up(Invitation.id == invitation.id)


def _withdraw_password_links(maker: Account) -> None:
    """Whoever loses the right to make links must not get in by one still in their hands."""
    _use_up((Invitation.purpose == "password") & (Invitation.made_by == maker.key))


def _use_up(which: object) -> int:
    """Mark open links as used; how many there were: of two who try at once only one finds it."""
    used = db.session.execute(
        update(Invitation)
        .where(which, Invitation.used_at.is_(None))  # type: ignore[arg-type]
        .values(used_at=now())
    )
    return int(used.rowcount)  # type: ignore[attr-defined]


def make_account(email: str, *, name: str, password_hash: str | None) -> Account:
    account = Account(email=email, name=name, password_hash=password_hash)
    db.session.add(account)
    db.session.flush()
    return account


def accept(invitation: Invitation, account: Account) -> None:
    """Give an account what its invitation promises. Raises AlreadyUsed."""
    if not _use_up(Invitation.id == invitation.id):
        raise AlreadyUsed
    # Whoever could make a link for the account until now must not get at what it gains.
    _use_up(Invitation.account_id == account.id)
    if invitation.purpose == "operator":
        account.is_operator = True
        record(OperatorAdded(), by=account.key)
    elif invitation.municipality is not None:
        roles = [Role(name) for name in invitation.roles.split()]
        add_roles(account.id, invitation.municipality.id, roles)
        event = InvitationAccepted([role.value for role in roles])
        record(event, by=account.key, municipality_id=invitation.municipality.id)


def add_roles(account_id: int, municipality_id: int, roles: Collection[Role]) -> None:
    held = set(
        db.session.scalars(
            select(Membership.role).filter_by(
                account_id=account_id, municipality_id=municipality_id
            )
        )
    )
    db.session.add_all(
        Membership(account_id=account_id, municipality_id=municipality_id, role=role.value)
        for role in roles
        if role.value not in held
    )
    db.session.flush()


def give_roles(
    account: Account, municipality: Municipality, roles: Collection[Role], *, by: str
) -> None:
    """Give exactly these roles; every log-in of the person ends. Raises LastCoordinator."""
    if Role.COORDINATOR not in roles:
        _keep_a_coordinator(municipality, but=account.id)
        _withdraw_password_links(account)
    here = (Membership.account_id == account.id, Membership.municipality_id == municipality.id)
    gone = Membership.role.not_in([role.value for role in roles])
    db.session.execute(delete(Membership).where(*here, gone))
    add_roles(account.id, municipality.id, roles)
    if WRITERS.isdisjoint(roles):
        tidy_up_after(account.id, municipality.id)
    if READERS.isdisjoint(roles):
        end_tokens_reaching(account.id, municipality.id)
    end_sessions(account.id)
    told = [role.value for role in Role if role in roles]
    record(RolesGiven(account.key, told), by=by, municipality_id=municipality.id)


def remove_person(account: Account, municipality: Municipality, *, by: str) -> None:
    """Take every role here from somebody; what they wrote stays. Raises LastCoordinator."""
    _keep_a_coordinator(municipality, but=account.id)
    held = delete(Membership).filter_by(account_id=account.id, municipality_id=municipality.id)
    db.session.execute(held)
    tidy_up_after(account.id, municipality.id)
    end_tokens_reaching(account.id, municipality.id)
    _withdraw_password_links(account)
    end_sessions(account.id)
    record(PersonRemoved(account.key), by=by, municipality_id=municipality.id)


def _keep_a_coordinator(municipality: Municipality, *, but: int) -> None:
    # Locked, where the database can: two coordinators may remove each other at the same moment.
    coordinators = db.session.scalars(
        select(Membership.account_id)
        .join(Account)
        .where(
            Membership.municipality_id == municipality.id,
            Membership.role == Role.COORDINATOR.value,
            Account.is_disabled.is_(False),
        )
        .with_for_update(of=Membership)
    ).all()
    if set(coordinators) == {but}:
        raise LastCoordinator(municipality.name)


def change_name(account: Account, name: str) -> None:
    account.name = name
    record(NameChanged(), by=account.key)


def change_password(
    account: Account, password_hash: str, *, keep_session: int | None = None
) -> None:
    """Choose a new password; every token ends, and every log-in but the one it was chosen in."""
    account.password_hash = password_hash
    end_sessions(account.id, but=keep_session)
    end_tokens(account.id)
    _use_up(Invitation.account_id == account.id)
    record(PasswordChanged(), by=account.key)


def change_password_by_link(invitation: Invitation, account: Account, password_hash: str) -> None:
    """Choose a new password; of two who come with the link at once only one does. AlreadyUsed."""
    if not _use_up(Invitation.id == invitation.id):
        raise AlreadyUsed
    change_password(account, password_hash)


def make_operator(account: Account, *, by: str) -> None:
    """Let an account run the installation; it logs in anew."""
    account.is_operator = True
    _use_up(Invitation.account_id == account.id)
    end_sessions(account.id)
    record(OperatorAdded(), by=by)


def remove_operator(account: Account, *, by: str) -> None:
    """Let an account run the installation no longer; its roles stay. Raises LastOperator."""
    _keep_an_operator(but=account)
    account.is_operator = False
    _withdraw_password_links(account)
    end_sessions(account.id)
    record(OperatorRemoved(account.email), by=by)


def _keep_an_operator(*, but: Account) -> None:
    # An identity of the demo is nobody: outside of the demo it cannot log in.
    operators = db.session.scalars(
        select(Account.id)
        .where(
            Account.is_operator.is_(True),
            Account.is_disabled.is_(False),
            Account.is_demo.is_(but.is_demo),
        )
        .order_by(Account.id)
        .with_for_update()
    ).all()
    if set(operators) == {but.id}:
        raise LastOperator


def switch_off_second_factor(account: Account, *, by: str, keep_session: int | None = None) -> None:
    """Do without the second factor and its recovery codes; every other log-in ends."""
    account.totp_secret, account.totp_step = None, 0
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    end_sessions(account.id, but=keep_session)
    record(SecondFactorSwitchedOff(), by=by)


def delete_account(account: Account) -> None:
    """Forget somebody; the history keeps their key alone. Raises LastCoordinator, LastOperator."""
    if account.is_operator:
        _keep_an_operator(but=account)
    for place in places_of(account):
        _keep_a_coordinator(place, but=account.id)
        record(AccountDeleted(), by=account.key, municipality_id=place.id)
    record(AccountDeleted(), by=account.key)
    db.session.execute(delete(Invitation).where(Invitation.email == account.email))
    _withdraw_password_links(account)
    db.session.delete(account)
    db.session.flush()
