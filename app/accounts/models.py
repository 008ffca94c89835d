"""An account: its roles, log-ins and tokens, and the links that let somebody in at first."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, Moment, now
from app.municipalities.models import Municipality

TOKEN_HASH = String(64)


class Account(Model):
    """Somebody who logs in with an e-mail address."""

    __tablename__ = "account"
    # An id is never given twice: the history names people by it.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Case-folded, so that one address is one account."""
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """None for those who come by single sign-on only."""
    is_operator: Mapped[bool] = mapped_column(default=False)
    is_disabled: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    """A demo identity: entered with one click, where the demo is served."""
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    """The second factor; None while it is not set up."""
    totp_step: Mapped[int] = mapped_column(default=0)
    """The newest time step whose code was used: no code is taken twice."""
    sso_subject: Mapped[str | None] = mapped_column(String(500), unique=True)
    """Issuer and subject at the provider of single sign-on."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    previous_visit_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the visit before this log-in ended: pages tell what changed since."""
    reminders_off_since: Mapped[datetime | None] = mapped_column(Moment)
    """When they asked for no more mails about measures that are due; None while mails come."""
    reminded_on: Mapped[date | None]
    """The day of the newest such mail: there is never more than one a week."""

    @property
    def key(self) -> str:
        """How the history and the audit trail name this person."""
        return f"account-{self.id}"

    @property
    def may_renew_password(self) -> bool:
        return not self.is_disabled and not self.is_demo


class Membership(Model):
    """One role of one person in one municipality."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "role IN ('coordinator', 'editor', 'viewer', 'moderator')", name="role_is_known"
        ),
        Index("ix_membership_municipality_id", "municipality_id"),
    )

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    municipality_id: Mapped[int] = mapped_column(
        ForeignKey("municipality.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now)

    account: Mapped[Account] = relationship(lazy="raise")
    municipality: Mapped[Municipality] = relationship(lazy="raise")


class LoginSession(Model):
    """A log-in on one browser. The browser holds the token, we hold its hash."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_account_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(TOKEN_HASH, unique=True)
    browser: Mapped[str] = mapped_column(String(120), default="")
    """Browser and system in a word each, so that people recognise their devices."""
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(Moment, default=now)


class RecoveryCode(Model):
    """A code that stands in once for the second factor; it goes when it is used."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(200), primary_key=True)


class Invitation(Model):
    """A link that works once: into a municipality, to become operator, or to a new password."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('municipality', 'operator', 'password')", name="purpose_is_known"
        ),
        CheckConstraint(
            "(purpose = 'municipality') = (municipality_id IS NOT NULL)",
            name="municipality_goes_with_purpose",
        ),
        CheckConstraint(
            "(purpose = 'password') = (account_id IS NOT NULL)",
            name="account_goes_with_purpose",
        ),
        Index("ix_invitation_municipality_id", "municipality_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(TOKEN_HASH, unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    municipality_id: Mapped[int | None] = mapped_column(
        ForeignKey("municipality.id", ondelete="CASCADE")
    )
    roles: Mapped[str] = mapped_column(String(100), default="")
    """The roles it gives, separated by blanks."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    """Whose password it renews."""
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    municipality: Mapped[Municipality | None] = relationship(lazy="joined")


class ApiToken(Model):
    """With it a program reads in the name of its person. The program holds it, we hold its hash."""

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("scope IN ('checklists', 'results', 'notes')", name="scope_is_known"),
        Index("ix_api_token_account_id", "account_id"),
        Index("ix_api_token_municipality_id", "municipality_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(TOKEN_HASH, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    """What its person calls it."""
    scope: Mapped[str] = mapped_column(String(20))
    municipality_id: Mapped[int | None] = mapped_column(
        ForeignKey("municipality.id", ondelete="CASCADE")
    )
    """The only one it reads; None for wherever its person may."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    last_used_on: Mapped[date | None]
    """The day, and no more: it tells that a program still needs it."""

    municipality: Mapped[Municipality | None] = relationship(lazy="joined")

    @property
    def holds(self) -> bool:
        """Whether it has not expired yet."""
        return self.expires_at > now()
