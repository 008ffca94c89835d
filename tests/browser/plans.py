"""A municipality with a plan over two years: done, dropped, overdue, and a minority to answer."""

from __future__ import annotations

from datetime import date

from app.assessments.queries import find_assessment
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.feeds import make_feed
from app.municipalities.queries import find_municipality
from tests.browser.serving import Check, Site
from tests.builders import a_decision, an_answer, an_assessment
from tests.measures.yearly_plans import KEY, OTHER, a_measure, leads


def a_planned_check(site: Site) -> Check:
    """The self-check of this year."""
    check = site.new_check("Planhausen an der Langen Straße", mi_website=1, mi_responsibility=3)
    with site.app.app_context():
        town = find_municipality(check.municipality)
        assert town
        then = an_assessment(town, year=check.year - 1)
        an_answer(then, OTHER, level=1)
        a_decision(then, KEY, level=1, minority="Bei den Vereinen kommt davon nichts an.")
        done = MeasureState.DONE
        a_measure(then, "Runder Tisch der Vereine", leads(KEY, 1, 2), state=done)
        a_measure(then, "Flyer in fünf Sprachen", leads(OTHER, None, 2), due_on=date(2026, 3, 1))
        a_measure(then, "Straßenfest", leads(KEY, 1, 3), state=MeasureState.DROPPED)
        now = find_assessment(check.municipality, check.checklist, check.year)
        assert now
        a_measure(now, "Bürgermeisterinnensprechstunde", leads("mi_website", 1, 3, 2028))
        a_measure(now, "Sprachcafé", leads(OTHER, 1, 2), state=done)
        a_measure(now, "Nur ein Gedanke")
        make_feed(town, by="desk")
        db.session.commit()
    return check
