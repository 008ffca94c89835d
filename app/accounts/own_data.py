"""What is stored about somebody, for them to take along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.accounts.api_tokens import tokens_of
from app.accounts.models import Account, ApiToken
from app.accounts.queries import invitations_to, memberships_of, recovery_codes_left
from app.accounts.sessions import sessions_of
from app.accounts.walls import walls_opened
from app.audit.queries import entries_by

_TOLD_ELSEWHERE: dict[str, Callable[[str], Any]] = {}


def also_stored(name: str, tell: Callable[[str], Any]) -> None:
    """Let a higher room add what it keeps about the person with a key."""
    _TOLD_ELSEWHERE[name] = tell


def own_data(account: Account) -> dict[str, Any]:
    """Everything about this account but its secrets, ready for JSON. Times are in UTC."""
    with walls_opened():
        return {
            "account": _account(account),
            "roles": [
                {"municipality": key, "name": name, "role": role, "since": _time(since)}
                for key, name, role, since in memberships_of(account.id)
            ],
            "log_ins": [
                {
                    "browser": one.browser,
                    "since": _time(one.started_at),
                    "last_seen": _time(one.last_seen_at),
                }
                for one in sessions_of(account.id)
            ],
            "tokens": [_token(one) for one in tokens_of(account.id)],
            "links": [
                {"for": one.purpose, "made": _time(one.made_at), "used": _time(one.used_at)}
                for one in invitations_to(account.email)
            ],
            "audit_trail": [
                {"at": _time(entry.at), "event": entry.event, "facts": entry.facts}
                for entry in entries_by(account.key)
            ],
            **{name: tell(account.key) for name, tell in _TOLD_ELSEWHERE.items()},
        }


def _account(account: Account) -> dict[str, Any]:
    return {
        "key": account.key,
        "email": account.email,
        "name": account.name,
        "made": _time(account.made_at),
        "previous_visit": _time(account.previous_visit_at),
        "is_operator": account.is_operator,
        "has_password": account.password_hash is not None,
        "has_second_factor": account.totp_secret is not None,
        "recovery_codes_left": recovery_codes_left(account.id),
        "single_sign_on": account.sso_subject,
        "reminders_off_since": _time(account.reminders_off_since),
        "reminded_on": account.reminded_on.isoformat() if account.reminded_on else None,
    }


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "name": token.name,
        "scope": token.scope,
        "municipality": token.municipality.key if token.municipality else None,
        "made": _time(token.made_at),
        "expires": _time(token.expires_at),
        "last_used": token.last_used_on.isoformat() if token.last_used_on else None,
    }


def _time(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
