"""Another language for a while: for everything said, and only inside."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext

from app.web.formatting import number
from app.web.i18n import current_language
from app.web.speaking import speaking


def said() -> tuple[str, str, str]:
    return gettext("Questionnaire"), current_language(), number(1234)


def test_everything_inside_is_said_in_the_other_language_and_nothing_after(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        before = said()
        with speaking("de"):
            inside = said()
            with speaking("en"):
                nested = said()
        after = said()

    assert before == nested == after == ("Questionnaire", "en", "1,234")
    assert inside == ("Fragebogen", "de", "1.234")
