"""What the server says to a page that saves by itself."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.assessments.keeping import Kept
from app.assessments.opening import OpenAssessment
from app.domain.progress import Progress
from app.web.formatting import saved_at


def progress_text(progress: Progress) -> str:
    """“12 of 36 answered, about 60 minutes left”."""
    done = gettext("%(done)s of %(total)s answered", done=progress.done, total=progress.total)
    return done if progress.is_complete else f"{done}, {minutes_text(progress)}"


def minutes_text(progress: Progress) -> str:
    """“about 60 minutes left”; nothing where nothing is left."""
    if progress.is_complete:
        return ""
    return ngettext(
        "about %(num)s minute left", "about %(num)s minutes left", progress.minutes_left
    )


def saved_reply(
    check: OpenAssessment, criterion_key: str, kept: Kept, *, version: int, problems: list[str]
) -> ResponseReturnValue:
    """The version to go on from, and the time; 409 on a conflict; 422 with what is wrong."""
    if kept.conflicts:
        return {"errors": [gettext("Somebody else changed this answer meanwhile.")]}, 409
    if kept.refused:
        return {"errors": problems}, 422
    stored = kept.saved[criterion_key]
    section = check.checklist.lineage[criterion_key][-1]
    reply: dict[str, Any] = {
        "version": version,
        "state": stored.answer.state,
        "saved": saved_at(stored.changed_at) if stored.changed_at else "",
        "message": " ".join(problems),
        "progress": as_json(check.progress_in(section)),
    }
    return reply


def as_json(progress: Progress) -> dict[str, Any]:
    return {
        "done": progress.done,
        "total": progress.total,
        "text": gettext("%(done)s of %(total)s", done=progress.done, total=progress.total),
        "left": minutes_text(progress),
    }
