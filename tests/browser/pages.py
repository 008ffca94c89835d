"""Every page there is, with how to get there: for tests that look at all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from urllib.parse import urljoin

from playwright.sync_api import Page

from app.assessments.actions import archive, start_assessment
from app.assessments.finishing import finish, reopen
from app.assessments.queries import find_assessment
from app.domain.answers import State, Sureness
from app.domain.scope import Scope
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.extensions import db, now
from app.territory.actions import record_change
from app.web.checklists import checklists
from app.workshops.ending import end
from app.workshops.preparing import rehearse
from tests.browser.plans import a_planned_check
from tests.browser.serving import Check, Site
from tests.builders import CHECKLIST, a_municipality, an_answer
from tests.workshops.rooms import a_plan, a_running_workshop, a_workshop

SECTION = "sections/mi_needs_and_standards"
FIRST = "mi_language_needs"
SECOND = "mi_responsibility"


@dataclass(frozen=True)
class Places:
    """Self-checks in every state that shows differently."""

    origin: str
    empty_desk: str
    empty: Check
    begun: Check
    archived: Check
    finished: Check
    done: Check
    movable: str
    """The address of a draft whose checklist has a newer version."""
    workshop: str
    """The address of one that is prepared, for the draft that is begun."""
    planned: Check
    """One with measures of its own and of the year before."""


Open = Callable[[Page, Places], None]


@dataclass(frozen=True)
class Tour:
    """The pages of one site by their names, in the order to look at them."""

    origin: str
    pages: Mapping[str, Callable[[Page], None]]


def desk_tour(site: Site) -> Tour:
    places = prepare_places(site)
    return Tour(site.origin, {name: partial(one, places=places) for name, one in PAGES.items()})


def prepare_places(site: Site) -> Places:
    begun = site.new_check("Halbweg")
    begun.answer(FIRST, level=1, note="Der Flyer von 2023, gedruckt im Rathaus.")
    begun.answer(FIRST, level=2, sureness=Sureness.GUESS)
    begun.answer(SECOND, state=State.NOT_APPLICABLE, reason="Der Landkreis macht das für uns.")
    begun.answer("mi_website", state=State.UNKNOWN, note="Das Hauptamt fragen.")
    archived = site.new_check("Altenruh", mi_language_needs=1)
    finished = site.new_check("Fertighausen", mi_language_needs=1, mi_responsibility=2)
    with site.app.app_context():
        found = find_assessment(archived.municipality, CHECKLIST, archived.year)
        assert found
        archive(found, by="desk")
        closed = find_assessment(finished.municipality, CHECKLIST, finished.year)
        assert closed
        finish(closed, by="desk")
        reopen(closed, reason="Bei 1.1 war die Stufe vertauscht.", by="desk")
        finish(closed, by="desk")
        db.session.commit()
        empty_desk = f"/municipalities/{a_municipality('Neuanfang').key}"
        movable = a_draft_of_an_older_version()
        workshop = a_prepared_workshop(begun)
    example = site.example()
    with site.app.app_context():
        record_merger(example.municipality)
        db.session.commit()
    empty = site.new_check("Leerfeld")
    done = site.example()
    planned = a_planned_check(site)
    return Places(
        site.origin, empty_desk, empty, begun, archived, finished, done, movable, workshop, planned
    )


def a_draft_of_an_older_version() -> str:
    older = checklists().get("example", "1.0.0")
    town = a_municipality("Umzugshausen")
    draft = start_assessment(town, older, year=2026, scope=Scope.FULL, by="desk")
    for key in "abc":
        an_answer(draft, key, level=1, note="Der Flyer von 2023.")
    return f"/municipalities/{town.key}/example/2026"


def a_prepared_workshop(check: Check) -> str:
    """Beside it one that is over, and a rehearsal."""
    found = find_assessment(check.municipality, CHECKLIST, check.year)
    assert found
    over = a_running_workshop(found, a_plan(title="Auftakt mit allen Schulen und Kindergärten"))
    end(over, by="desk")
    in_a_month = now().date() + timedelta(days=30)
    workshop = a_workshop(found, replace(a_plan(), held_on=in_a_month))
    rehearse(workshop, by="desk")
    db.session.commit()
    return f"{check.desk}/workshops/{workshop.id}"


def record_merger(key: str) -> None:
    """A change of territory between two of the example's years."""
    own, note = Unit(key, "Lindenbruck"), "Eingliederungsvertrag vom 12. September 2024"
    others = Unit("07999901", "Oberlinden an der Beispielbrücke"), Unit("07999902", "Tiefenthal")
    change = TerritoryChange(ChangeKind.MERGED, 2025, (own, *others), (own,), None, note)
    record_change(change, by="desk", recorded_for=key)


def at(path: str, *, status: int = 200) -> Open:
    return lambda page, places: goto(page, places, path, status=status)


def of(state: str, below: str = "") -> Open:
    """A page of the self-check that is in this state."""
    return lambda page, places: goto(page, places, getattr(places, state).url(below))


def goto(page: Page, places: Places, address: str, *, status: int = 200) -> None:
    response = page.goto(urljoin(places.origin, address))
    assert response
    assert response.status == status, f"{address} answered {response.status}"


def send(page: Page, **fields: str) -> None:
    """Send the page's form past the script, as it stands but for these fields."""
    with page.expect_navigation():
        page.evaluate(
            """(fields) => {
              const form = document.querySelector("main form[method=post]");
              for (const [name, value] of Object.entries(fields)) {
                for (const field of form.querySelectorAll(`[name="${name}"]`)) {
                  if (field.type === "radio") field.checked = field.value === value;
                  else field.value = value;
                }
              }
              HTMLFormElement.prototype.submit.call(form);
            }""",
            fields,
        )


def own_place_with_errors(page: Page, places: Places) -> None:
    goto(page, places, "/start/own")
    send(page, population="viele")


def choice_with_errors(page: Page, places: Places) -> None:
    goto(page, places, "/start/07334007")
    send(page, year="20")


def section_with_errors(page: Page, places: Places) -> None:
    goto(page, places, places.empty.url(SECTION))
    send(page, **{f"{FIRST}-choice": "not_applicable"})


def conflict(page: Page, places: Places) -> None:
    goto(page, places, places.begun.url(SECTION))
    # As a page opened before the last change would send it.
    send(page, **{f"{FIRST}-version": "1", f"{FIRST}-choice": "level:3", f"{FIRST}-note": "Neu."})


def expired_form(page: Page, places: Places) -> None:
    goto(page, places, places.begun.url(SECTION))
    page.context.clear_cookies()
    send(page)


def discarding_unconfirmed(page: Page, places: Places) -> None:
    goto(page, places, places.begun.url("remove"))
    page.locator("#confirm").fill("1999")
    with page.expect_navigation():
        page.locator("#confirm").press("Enter")


def reopening_without_reason(page: Page, places: Places) -> None:
    goto(page, places, places.finished.url("finish"))
    send(page)


def territory_with_errors(page: Page, places: Places) -> None:
    goto(page, places, f"{places.done.desk}/territory")
    page.locator("#year").fill("19")
    page.locator("#successors_0_key").fill("123")
    with page.expect_navigation():
        page.locator("#year").press("Enter")


def first_account_with_errors(page: Page, places: Places) -> None:
    goto(page, places, "/accounts/begin")
    send(page, email="niemand", new_password="kurz")


def workshop_with_errors(page: Page, places: Places) -> None:
    goto(page, places, f"{places.empty.desk}/workshops/new")
    send(page, minutes="viele", **{"group_0-invited": "-1"})


def workshop_to_consider(page: Page, places: Places) -> None:
    goto(page, places, f"{places.workshop}/plan")
    invited = {f"group_{number}-invited": "1" for number in range(3)}
    send(page, minutes="20", **invited)


def message(page: Page, places: Places) -> None:
    """Any page with a message on top: asking for the full form, which it is, changes nothing."""
    goto(page, places, places.done.url())
    with page.expect_navigation():
        page.locator("main form[action$='/scope'] button").evaluate(
            "(button) => { button.value = 'full'; button.form.requestSubmit(button); }"
        )


def bring(page: Page, places: Places, content: str, name: str = "2021.csv") -> None:
    """The page about a file that was brought in."""
    goto(page, places, f"{places.empty.desk}/import")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode("utf-8")}
    page.set_input_files("#file", files=[file])
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Datei ansehen|Look at the file")).click()


def bring_sound(page: Page, places: Places) -> None:
    rows = [f"2021;{FIRST};2;Flyer in acht Sprachen", f"2021;{SECOND};unbekannt;"]
    bring(page, places, "\n".join(["Jahr;Kriterium;Antwort;Nachweis", *rows]))


def bring_wrong(page: Page, places: Places) -> None:
    rows = ["20x1;1.1;2", "2021;Wetter;7", f"2021;{FIRST};sehr gut"]
    bring(page, places, "\n".join(["Jahr;Kriterium;Antwort", *rows]))


def bring_unreadable(page: Page, places: Places) -> None:
    bring(page, places, 'Jahr;Kriterium\n2021;"mi_website', "Unsere Liste.csv")


def of_plan(state: str, below: str) -> Open:
    """A page about the measures of the municipality whose self-check is in this state."""
    return lambda page, places: goto(
        page, places, f"{getattr(places, state).desk}/measures/{below}"
    )


def new_calendar_link(page: Page, places: Places) -> None:
    goto(page, places, f"{places.planned.desk}/measures/calendar")
    with page.expect_navigation():
        page.locator("main form[action$='/calendar'] button").click()


PAGES: Mapping[str, Open] = {
    "start": at("/"),
    "find place": at("/start"),
    "search with hits": at("/start?q=Neuenkirchen"),
    "search without a hit": at("/start?q=Xyzzyheim"),
    "own place": at("/start/own"),
    "own place with errors": own_place_with_errors,
    "choose checklist": at("/start/07334007"),
    "choose checklist with errors": choice_with_errors,
    "desk without checks": lambda page, places: goto(page, places, places.empty_desk),
    "desk with a draft": lambda page, places: goto(page, places, places.begun.desk),
    "desk with all done": lambda page, places: goto(page, places, places.done.desk),
    "overview of a draft": of("begun"),
    "overview of a done one": of("done"),
    "overview of an archived one": of("archived"),
    "overview with a message": message,
    "section, empty": of("empty", SECTION),
    "section with answers": of("begun", SECTION),
    "section with errors": section_with_errors,
    "conflict": conflict,
    "targets, gaps only": of("done", "targets"),
    "targets, all": of("begun", "targets?all=1"),
    "questionnaire": of("empty", "questionnaire"),
    "section beside last year": of("done", SECTION),
    "newer version": lambda page, places: goto(page, places, f"{places.movable}/move"),
    "import": lambda page, places: goto(page, places, f"{places.empty.desk}/import"),
    "import, looked at": bring_sound,
    "import with problems": bring_wrong,
    "import, unreadable": bring_unreadable,
    "history": of("begun", "history"),
    "history, empty": of("empty", "history"),
    "removal": of("begun", "remove"),
    "removal, unconfirmed": discarding_unconfirmed,
    "result, full": of("done", "result"),
    "result, nothing answered": of("empty", "result"),
    "result, withheld": of("begun", "result"),
    "numbers": of("done", "result/numbers"),
    "papers": of("done", "papers"),
    "council paper": of("done", "papers/council"),
    "report as a page": of("finished", "papers/report"),
    "public summary before it is public": of("finished", "papers/public"),
    "finishing a draft": of("begun", "finish"),
    "finishing, all done": of("done", "finish"),
    "finished": of("finished", "finish"),
    "finished, without a reason": reopening_without_reason,
    "finished state": of("finished", "finish/1"),
    "overview of a finished one": of("finished"),
    "section of a finished one": of("finished", SECTION),
    "result of a finished one": of("finished", "result"),
    "desk with a finished one": lambda page, places: goto(page, places, places.finished.desk),
    "forecast": of("planned", "forecast"),
    "forecast, nothing planned": of("empty", "forecast"),
    "measures to carry on": of("planned", "carry-on"),
    "measures to carry on, all chosen": of("planned", "carry-on?all"),
    "measures to carry on, none": of("empty", "carry-on"),
    "proposals of measures": of_plan("planned", "proposals"),
    "proposals of measures, none": of_plan("empty", "proposals"),
    "calendar of measures": of_plan("planned", "calendar"),
    "calendar of measures, none yet": of_plan("empty", "calendar"),
    "calendar of measures, a new link": new_calendar_link,
    "years, compared": of("done", "years?with=2024"),
    "years, one alone": of("begun", "years"),
    "years, one that is missing": of("done", "years?with=2001"),
    "about": at("/about"),
    "for programs": at("/api"),
    "method": at("/method"),
    "imprint": at("/imprint"),
    "join a workshop": at("/join"),
    "privacy": at("/privacy"),
    "accessibility": at("/accessibility"),
    "territory": lambda page, places: goto(page, places, f"{places.done.desk}/territory"),
    "territory, nothing yet": lambda page, places: goto(
        page, places, f"{places.begun.desk}/territory"
    ),
    "territory with errors": territory_with_errors,
    "workshops": lambda page, places: goto(page, places, f"{places.begun.desk}/workshops"),
    "workshops, nothing yet": lambda page, places: goto(
        page, places, f"{places.empty.desk}/workshops"
    ),
    "workshop to prepare": lambda page, places: goto(
        page, places, f"{places.empty.desk}/workshops/new"
    ),
    "workshop with errors": workshop_with_errors,
    "workshop without a self-check": lambda page, places: goto(
        page, places, f"{places.empty_desk}/workshops/new"
    ),
    "plan of a workshop": lambda page, places: goto(page, places, f"{places.workshop}/plan"),
    "plan to consider": workshop_to_consider,
    "workshop to discard": lambda page, places: goto(page, places, f"{places.workshop}/discard"),
    "people, at the desk": lambda page, places: goto(page, places, f"{places.done.desk}/people"),
    "first account": at("/accounts/begin"),
    "first account with errors": first_account_with_errors,
    "missing page": at("/nowhere", status=404),
    "expired form": expired_form,
}
