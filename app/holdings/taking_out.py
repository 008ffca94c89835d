"""Everything kept about a municipality, as one JSON document. docs/data-format.md describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account, ApiToken, Invitation
from app.accounts.queries import members_of, name_of
from app.assessments.finishing import snapshots_of
from app.assessments.models import (
    ENTERED,
    AnswerChange,
    Assessment,
    Assignment,
    StoredAnswer,
)
from app.assessments.queries import assessments_of
from app.audit.models import AuditEntry
from app.config import VERSION
from app.domain.origin import Origin
from app.extensions import db, now
from app.files.territory_document import territory_document
from app.holdings.measures_out import (
    feed_documents,
    measure_documents,
    paper_documents,
    summary_documents,
)
from app.holdings.workshops_out import workshop_documents
from app.importing.models import ImportDraft
from app.municipalities.models import Municipality
from app.territory.queries import stored_changes

FORMAT = "willkommenscheck-municipality"
FORMAT_VERSION = 1

_ABOUT = ("key", "name", "kind", "association", "district", "state", "population", "is_example")

_WHO = (
    "by",
    "person",
    "made_by",
    "changed_by",
    "finished_by",
    "reopened_by",
    "prepared_by",
    "decided_by",
    "published_by",
)


def read_in_one_breath() -> None:
    """Let what is read from here on be as it was at one moment, until the transaction ends.

    SQLite gives every transaction that; call it on PostgreSQL before the first question.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def as_json(municipality: Municipality) -> str:
    return json.dumps(everything_of(municipality), ensure_ascii=False, indent=1)


def everything_of(municipality: Municipality) -> dict[str, Any]:
    """The whole of it in a lasting order; secrets such as passwords and tokens stay here."""
    kept = {
        "people": list(_people(municipality)),
        "invitations": list(_invitations(municipality)),
        "territory_changes": list(_territory_changes(municipality)),
        "tokens": list(_tokens(municipality)),
        "import_drafts": list(_import_drafts(municipality)),
        "self_checks": [_self_check(one) for one in _oldest_first(municipality)],
        "workshops": list(workshop_documents(municipality)),
        "measures": list(measure_documents(municipality)),
        "measure_calendars": list(feed_documents(municipality)),
        "council_papers": list(paper_documents(municipality)),
        "public_summaries": list(summary_documents(municipality)),
        "audit_trail": list(_trail(municipality)),
    }
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "program_version": VERSION,
        "taken_out_at": _time(now()),
        "municipality": {
            **{name: getattr(municipality, name) for name in _ABOUT},
            "added_at": _time(municipality.added_at),
        },
        **kept,
        "names": _names(_keys_in(kept)),
    }


def _people(municipality: Municipality) -> Iterator[dict[str, Any]]:
    for member in sorted(members_of(municipality), key=lambda member: member.account.id):
        yield {
            "key": member.account.key,
            "name": member.account.name,
            "email": member.account.email,
            "roles": [role.value for role in member.roles],
            "since": _time(member.since),
        }


def _invitations(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """Every invitation there was, used or not, without what would let somebody in."""
    of_municipality = select(Invitation).filter_by(municipality_id=municipality.id)
    for one in db.session.scalars(of_municipality.order_by(Invitation.id)):
        yield {
            "email": one.email,
            "roles": one.roles.split(),
            "made_by": one.made_by,
            "made_at": _time(one.made_at),
            "expires_at": _time(one.expires_at),
            "used_at": _time(one.used_at),
        }


def _import_drafts(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """Files that wait to be taken over, by their names: whoever brought them has them."""
    of_municipality = select(ImportDraft).filter_by(municipality_id=municipality.id)
    for one in db.session.scalars(of_municipality.order_by(ImportDraft.id)):
        yield {
            "file_name": one.file_name,
            "made_by": one.made_by,
            "made_at": _time(one.made_at),
        }


def _territory_changes(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """Those that name it, whoever recorded them; by whom is told where it was done here."""
    for stored in stored_changes(municipality.key):
        change, is_own = stored.as_change(), stored.recorded_for == municipality.key
        yield {
            **territory_document(change),
            "recorded_here": is_own,
            "recorded_by": stored.recorded_by if is_own else "",
            "recorded_at": _time(stored.recorded_at),
        }


def _tokens(municipality: Municipality) -> Iterator[dict[str, Any]]:
    """The tokens that read this municipality alone, without what a program sends."""
    bound = (
        select(ApiToken, Account)
        .join(Account, Account.id == ApiToken.account_id)
        .where(ApiToken.municipality_id == municipality.id)
        .order_by(ApiToken.id)
    )
    for token, account in db.session.execute(bound):
        used = token.last_used_on
        yield {
            "person": account.key,
            "name": token.name,
            "scope": token.scope,
            "made_at": _time(token.made_at),
            "expires_at": _time(token.expires_at),
            "last_used_on": used.isoformat() if used else None,
        }


def _oldest_first(municipality: Municipality) -> Iterable[Assessment]:
    return sorted(assessments_of(municipality), key=lambda one: (one.year, one.checklist_key))


def _self_check(assessment: Assessment) -> dict[str, Any]:
    date = assessment.reference_date
    return {
        "checklist": assessment.checklist_key,
        "checklist_version": assessment.checklist_version,
        "year": assessment.year,
        "scope": assessment.scope.value,
        "respondent": assessment.respondent,
        "reference_date": date.isoformat() if date else None,
        "started_at": _time(assessment.started_at),
        "archived_at": _time(assessment.archived_at),
        "finished_at": _time(assessment.finished_at),
        "answers": list(_answers(assessment)),
        "history": list(_history(assessment)),
        "assignments": list(_assignments(assessment)),
        "finished_states": list(_finished_states(assessment)),
    }


def _answers(assessment: Assessment) -> Iterator[dict[str, Any]]:
    of_assessment = select(StoredAnswer).filter_by(assessment_id=assessment.id)
    for stored in db.session.scalars(of_assessment.order_by(StoredAnswer.criterion_key)):
        yield {
            "criterion": stored.criterion_key,
            **{name: getattr(stored, name) for name in ENTERED},
            "origin": _origin(stored.origin),
            "version": stored.version,
            "changed_at": _time(stored.changed_at),
            "changed_by": stored.changed_by,
        }


def _history(assessment: Assessment) -> Iterator[dict[str, Any]]:
    of_assessment = select(AnswerChange).filter_by(assessment_id=assessment.id)
    for change in db.session.scalars(of_assessment.order_by(AnswerChange.id)):
        yield {
            "criterion": change.criterion_key,
            "version": change.version,
            "changed_at": _time(change.changed_at),
            "changed_by": change.changed_by,
            "before": change.before,
            "after": change.after,
            "undoes": change.undoes,
            "origin": _origin(change.origin),
        }


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    return origin.as_record() if origin else None


def _finished_states(assessment: Assessment) -> Iterator[dict[str, Any]]:
    """Each state with its document as text, so that its hash can still be proven."""
    for state in reversed(snapshots_of(assessment)):
        yield {
            "finished_at": _time(state.finished_at),
            "finished_by": state.finished_by,
            "document": state.document,
            "reopened_at": _time(state.reopened_at),
            "reopened_by": state.reopened_by,
            "reopen_reason": state.reopen_reason,
        }


def _assignments(assessment: Assessment) -> Iterator[dict[str, Any]]:
    of_assessment = select(Assignment).filter_by(assessment_id=assessment.id)
    for one in db.session.scalars(of_assessment.order_by(Assignment.id)):
        yield {
            "section": one.section_key,
            "person": f"account-{one.account_id}",
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "message": one.message,
            "is_exclusive": one.is_exclusive,
            "made_by": one.made_by,
            "made_at": _time(one.made_at),
            "done_at": _time(one.done_at),
        }


def _trail(municipality: Municipality) -> Iterator[dict[str, Any]]:
    of_municipality = select(AuditEntry).filter_by(municipality_id=municipality.id)
    for entry in db.session.scalars(of_municipality.order_by(AuditEntry.id)):
        yield {
            "at": _time(entry.at),
            "by": entry.by,
            "event": entry.event,
            "facts": entry.facts,
        }


def _keys_in(told: Any) -> Iterator[str]:
    """The keys of everybody who is said to have done something, or to have had it done to them."""
    if isinstance(told, list):
        for one in told:
            yield from _keys_in(one)
    elif isinstance(told, dict):
        for name, value in told.items():
            if name in _WHO and value:
                yield str(value)
            else:
                yield from _keys_in(value)


def _names(keys: Iterable[str]) -> dict[str, str]:
    """What people are called who still have an account; the others are nothing but their key."""
    named = {key: name_of(key) for key in sorted(set(keys))}
    return {key: name for key, name in named.items() if name}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
