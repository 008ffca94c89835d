"""A page that has been open for long asks who is logged in, and gets a token that works."""

from __future__ import annotations

from app.domain.answers import Answer
from tests.builders import address, an_assessment, stored
from tests.visitor import Visitor

KEY = "mi_language_needs"


def test_it_says_who_is_here_and_no_cache_keeps_it(visitor: Visitor) -> None:
    response = visitor.gets("/session")

    assert sorted(response.get_json()) == ["csrf_token", "person"]
    assert response.get_json()["person"] == "desk"
    assert response.headers["Cache-Control"] == "no-store"


def test_its_token_opens_a_form_whose_own_has_expired(visitor: Visitor) -> None:
    assessment = an_assessment()
    saving = address(assessment, f"criteria/{KEY}")
    sent = {f"{KEY}-version": "0", f"{KEY}-note": "Beschluss"}
    visitor.token()
    visitor.client.delete_cookie("willkommenscheck")
    visitor.saves(saving, sent, status=400)

    token = visitor.gets("/session").get_json()["csrf_token"]
    visitor.saves(saving, sent | {"csrf_token": token})

    assert stored(assessment, KEY) == Answer(note="Beschluss")


def test_pages_name_the_person_they_were_made_for(visitor: Visitor) -> None:
    body = visitor.opens("/about").attributes("body")[0]

    assert body == {"data-person": "desk", "data-session": "/session"}
