"""The projector: large, and nothing private on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.permissions import may_moderate
from app.web.access import allows
from app.web.i18n import PageLanguage, page_language
from app.web.speaking import speaking
from app.workshops.entrance import entrance_of
from app.workshops.ideas import ideas_of
from app.workshops.models import IdeaPhase, IdeaState, Workshop
from app.workshops.opening import WORKSHOP, OpenWorkshop, open_or_404
from app.workshops.scenes import (
    Scene,
    criterion_key_of,
    result_on_screen,
    scene_of,
)
from app.workshops.screen_words import decision_without_level
from app.workshops.standing import standing_of
from app.workshops.tongues import page_languages_of, said_in, screen_languages

bp = Blueprint("workshop_screen", __name__, url_prefix=WORKSHOP)

MOST_IDEAS = 12
MOST_DECIDED = 9
"""As many as can be read from afar."""


@bp.get("/screen")
@allows(may_moderate)
def show(municipality: str, workshop: int) -> ResponseReturnValue:
    """What the whole room sees, in the first language of the room."""
    room = open_or_404(municipality, workshop)
    language = page_languages_of(room.workshop)[0]
    with speaking(language):
        response = make_response(_page(room))
    response.headers["Content-Language"] = language
    return response


def _page(room: OpenWorkshop) -> str:
    scene = scene_of(room)
    key = criterion_key_of(room)
    return render_template(
        f"screen/{scene}.html",
        room=room,
        workshop=room.workshop,
        scene=scene,
        standing=standing_of(room.workshop),
        spoken=screen_languages(room.workshop),
        said_in=said_in,
        entrance=entrance_of(room.workshop),
        criterion=room.criterion(key) if key else None,
        latest=room.latest.get(key or ""),
        **_more(room, scene),
    )


def _more(room: OpenWorkshop, scene: Scene) -> Mapping[str, Any]:
    """What only this scene shows."""
    if scene is Scene.JOINING:
        return {"ways_in": ways_in(room.workshop)}
    if scene is Scene.RESULT:
        latest = room.latest[room.workshop.current_criterion or ""]
        result = result_on_screen(room, latest, screen_languages(room.workshop))
        return {"result": result}
    if scene is Scene.DECIDED:
        return {
            **_DECISIONS,
            "decision": room.standing_decision(room.workshop.current_criterion or ""),
        }
    if scene is Scene.IDEAS:
        ideas = ideas_of(room.workshop, states=[IdeaState.SHOWN])
        return {
            "ideas": ideas[:MOST_IDEAS],
            "more_ideas": len(ideas[MOST_IDEAS:]),
            "shows_dots": room.workshop.idea_phase is IdeaPhase.DONE,
        }
    if scene is Scene.THANKS:
        decided = room.decided
        more = len(decided[MOST_DECIDED:])
        return {**_DECISIONS, "decided": decided[:MOST_DECIDED], "more_decided": more}
    return {}


_DECISIONS = {"decision_without_level": decision_without_level}


def ways_in(workshop: Workshop) -> Sequence[tuple[PageLanguage, Markup]]:
    """How to come in, in every language of the room that the pages speak."""
    found = []
    for language in page_languages_of(workshop):
        with speaking(language):
            # A template of ours, escaped as every one.
            steps = Markup(render_template("screen/steps.html"))  # noqa: S704
        found.append((page_language(language), steps))
    return found
