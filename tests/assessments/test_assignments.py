"""Handing sections to people: who has what, until when, and what they hand back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from urllib.parse import quote

import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask

from app.accounts.actions import give_roles, remove_person
from app.accounts.roles import Role
from app.assessments.assignments import assignments_in, find_assignment
from app.assessments.models import Assessment
from app.audit.queries import audit_trail
from app.audit.wording import event_words
from app.extensions import db
from app.web.formatting import today
from tests.assessments.people import KEY, SECTION, TITLE, handed, logged_in, somebody
from tests.builders import address, an_answer, an_assessment, stored
from tests.visitor import Visitor


def trail(app: Flask, municipality_id: int, *, by: str) -> list[str]:
    """What the audit trail says of one person in words, the newest first, without log-ins."""
    entries = [entry for entry in audit_trail(municipality_id, limit=None) if entry.by == by]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return [event_words(entry) for entry in entries]


def hands_out(coordinator: Visitor, assessment: Assessment, **fields: str) -> None:
    page = coordinator.opens(address(assessment, f"assignments/{SECTION}"))
    coordinator.presses(page, "Hand it over", fields)


def test_a_coordinator_hands_a_section_to_somebody_who_finds_it_on_their_desk(app: Flask) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    an_answer(assessment, KEY, level=2)

    with time_machine.travel("2026-03-01 10:00+00:00", tick=False):
        hands_out(
            logged_in(app, anna),
            assessment,
            account=str(emil.id),
            due_on="2026-03-15",
            message="Die Bücherei fragen",
        )
        desk = logged_in(app, emil).opens(f"/municipalities/{assessment.municipality.key}")

    sentence = (
        "Please fill in “Needs and responsibility” until March 15, 2026, asked by Anna Adler: "
        "1 of 2 left."
    )
    assert desk.texts("h2")[:2] == ["Asked of you", "What is next"]
    assert (sentence, address(assessment, f"sections/{SECTION}")) in desk.links
    assert desk.of_class("p", "quoted") == ["Die Bücherei fragen"]


def test_the_list_of_sections_says_who_has_which(app: Flask) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil, is_exclusive=True)

    page = logged_in(app, anna).opens(address(assessment, "assignments"))

    assert page.title == "Who fills in what?"
    assert page.of_class("span", "task-line")[:3] == [
        "Emil Engel fills it in",
        "Only they and coordinators may answer it.",
        "not handed to anybody",
    ]


def test_what_is_late_is_said_in_words(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil, due_on=today() - timedelta(days=1))

    page = logged_in(app, emil).opens(address(assessment))

    assert "and is overdue; asked by this desk: 2 of 2 left." in page.text
    assert page.of_class("span", "task-line")[0].startswith(
        "Emil Engel fills it in, overdue: was due on "
    )


def test_due_today_is_not_late(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil, due_on=today())

    assert [one.is_overdue for one in assignments_in(assessment)] == [False]


def asked(app: Flask) -> tuple[Assessment, Visitor]:
    """A self-check one section of which is in Emil's hands, and Emil at his browser."""
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil)
    return assessment, logged_in(app, emil)


def test_whoever_is_done_hands_the_section_back(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil)
    editor = logged_in(app, emil)

    page = editor.presses(editor.opens(address(assessment)), "Done, hand it back")

    assert page.messages == ["Handed back. Thank you."]
    assert "Asked of you" not in page.texts("h2")
    assert page.of_class("span", "task-line")[0].startswith("Emil Engel handed it back on ")
    assert (
        trail(app, assessment.municipality_id, by=emil.key)[0]
        == "handed back “Needs and responsibility” 2026"
    )


def test_handing_back_from_the_section_keeps_what_was_typed(app: Flask) -> None:
    assessment, editor = asked(app)
    section = editor.opens(address(assessment, f"sections/{SECTION}"))

    page = editor.presses(
        section, "Save and hand back", {f"{KEY}-choice": "level:2", f"{KEY}-note": "Beschluss"}
    )

    assert page.messages == ["Saved and handed back. Thank you."]
    assert stored(assessment, KEY).note == "Beschluss"
    assert [one.is_done for one in assignments_in(assessment)] == [True]


def test_nothing_is_handed_back_while_something_could_not_be_saved(app: Flask) -> None:
    assessment, editor = asked(app)
    section = editor.opens(address(assessment, f"sections/{SECTION}"))

    page = editor.presses(
        section, "Save and hand back", {f"{KEY}-choice": "not_applicable"}, status=422
    )

    assert len(page.problems) == 1
    assert [one.is_done for one in assignments_in(assessment)] == [False]


def test_a_coordinator_gives_it_back_with_a_word(app: Flask) -> None:
    assessment, editor = asked(app)
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    coordinator = logged_in(app, anna)
    editor.presses(editor.opens(address(assessment)), "Done, hand it back")

    page = coordinator.opens(address(assessment, f"assignments/{SECTION}"))
    coordinator.presses(page, "Give it back to Emil Engel", {"message": "Bitte noch den Nachweis"})

    overview = editor.opens(address(assessment))
    assert overview.of_class("p", "quoted") == ["Bitte noch den Nachweis"]
    assert "asked by Anna Adler: 2 of 2 left." in overview.text
    assert trail(app, assessment.municipality_id, by=anna.key)[0] == (
        "asked Emil Engel to look at “Needs and responsibility” 2026 once more"
    )


def test_a_word_of_two_lines_is_shown_again(app: Flask) -> None:
    assessment, editor = asked(app)
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    coordinator = logged_in(app, anna)
    editor.presses(editor.opens(address(assessment)), "Done, hand it back")

    page = coordinator.opens(address(assessment, f"assignments/{SECTION}"))
    again = coordinator.presses(
        page, "Give it back to Emil Engel", {"message": "x" * 201}, status=422
    )

    assert again.problems == ["At most 200 characters."]
    assert "x" * 201 in [field.get("value") for field in again.attributes("input")]
    assert [one.is_done for one in assignments_in(assessment)] == [True]


def test_what_is_withdrawn_is_asked_no_longer(app: Flask) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil)
    coordinator = logged_in(app, anna)

    page = coordinator.opens(address(assessment, f"assignments/{SECTION}"))
    after = coordinator.presses(page, "Withdraw: Emil Engel")

    assert after.messages == ["Emil Engel no longer has this section. Every answer is kept."]
    assert assignments_in(assessment) == []
    assert trail(app, assessment.municipality_id, by=anna.key)[0] == (
        "no longer asks Emil Engel to fill in “Needs and responsibility” 2026"
    )


def test_handing_it_to_the_same_person_again_changes_what_was_asked(app: Flask) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil, due_on=today())
    coordinator = logged_in(app, anna)
    page = coordinator.opens(address(assessment, f"assignments/{SECTION}"))

    change = coordinator.follows(page, "Change: Emil Engel")
    later = today() + timedelta(days=7)
    assert change.fields["account"] == str(emil.id)
    assert change.fields["due_on"] == today().isoformat()
    coordinator.presses(change, "Hand it over", {"due_on": later.isoformat()})

    assert [(one.name, one.due_on) for one in assignments_in(assessment)] == [("Emil Engel", later)]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MODERATOR])
def test_only_those_who_may_fill_in_can_be_asked(app: Flask, role: Role) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    vera = somebody(assessment, "Vera Vogt", role)
    coordinator = logged_in(app, anna)
    where = address(assessment, f"assignments/{SECTION}")

    page = coordinator.opens(where)
    again = coordinator.posts(where, {"account": str(vera.id)}, status=422)

    assert [option.words for option in page.every("option")] == ["Please choose", "Anna Adler"]
    assert len(again.problems) == 1
    assert assignments_in(assessment) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"account": ""}, "Please choose somebody."),
        ({"due_on": "2020-01-01"}, "Please enter today or a later day."),
        ({"message": "x" * 201}, "At most 200 characters."),
        ({"message": "one\ntwo"}, "Please write this in one line."),
    ],
)
def test_what_cannot_be_asked_is_shown_again(
    app: Flask, fields: dict[str, str], problem: str
) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    sound = {"account": str(anna.id), "message": "Bitte"}

    page = logged_in(app, anna).posts(
        address(assessment, f"assignments/{SECTION}"), {**sound, **fields}, status=422
    )

    assert page.problems == [problem]
    assert assignments_in(assessment) == []


def test_whoever_is_taken_out_has_nothing_any_more(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    somebody(assessment, "Anna Adler", Role.COORDINATOR)
    handed(assessment, emil)

    remove_person(emil, assessment.municipality, by="desk")
    db.session.commit()

    assert find_assignment(assessment, SECTION, emil.id) is None


def test_whoever_may_only_read_from_now_on_has_nothing_any_more(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil)

    give_roles(emil, assessment.municipality, [Role.VIEWER], by="desk")
    db.session.commit()

    assert find_assignment(assessment, SECTION, emil.id) is None


def test_another_role_beside_filling_in_takes_nothing_away(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil)

    give_roles(emil, assessment.municipality, [Role.EDITOR, Role.MODERATOR], by="desk")
    db.session.commit()

    assert [one.name for one in assignments_in(assessment)] == ["Emil Engel"]


def test_a_section_of_another_municipality_is_not_there(app: Flask) -> None:
    mine, theirs = an_assessment(), an_assessment()
    anna = somebody(mine, "Anna Adler", Role.COORDINATOR)
    emil = somebody(theirs, "Emil Engel", Role.EDITOR)
    handed(theirs, emil)
    coordinator = logged_in(app, anna)

    coordinator.opens(address(theirs, "assignments"), status=404)
    coordinator.posts(address(theirs, f"assignments/{SECTION}/{emil.id}/withdraw"), {}, status=404)
    coordinator.posts(address(mine, f"assignments/{SECTION}/{emil.id}/withdraw"), {}, status=404)

    assert [one.name for one in assignments_in(theirs)] == ["Emil Engel"]


def test_nobody_hands_back_what_others_have(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    otto = somebody(assessment, "Otto Oertel", Role.EDITOR)
    handed(assessment, emil)

    logged_in(app, otto).posts(address(assessment, f"sections/{SECTION}/hand-back"), {}, status=404)

    assert [one.is_done for one in assignments_in(assessment)] == [False]


def test_an_editor_hands_out_nothing(app: Flask) -> None:
    assessment = an_assessment()
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    editor = logged_in(app, emil)

    editor.opens(address(assessment, "assignments"), status=403)
    editor.posts(
        address(assessment, f"assignments/{SECTION}"), {"account": str(emil.id)}, status=403
    )

    assert assignments_in(assessment) == []


class Letterbox:
    """Keeps the mails that arrive."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(envelope.content)  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def letterbox(app: Flask) -> Iterator[Letterbox]:
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    app.config.update(MAIL_SERVER=f"smtp://127.0.0.1:{port}", MAIL_FROM="check@example.org")
    yield box
    app.config.update(MAIL_SERVER="", MAIL_FROM="")
    controller.stop()


def test_where_mail_is_set_up_it_brings_the_request(app: Flask, letterbox: Letterbox) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)

    hands_out(logged_in(app, anna), assessment, account=str(emil.id), message="Danke!")
    wait_for(letterbox)

    mail = message_from_bytes(letterbox.mails[0], policy=default)
    assert mail["To"] == "Emil Engel <emil@example.org>"
    assert mail["Subject"] == "Please fill in “Needs and responsibility”"
    assert mail.get_content().replace("\r\n", "\n").split("\n\n") == [
        "Anna Adler asks you to fill in “Needs and responsibility” in the self-check of Musterort "
        "for 2026.",
        "Danke!",
        f"http://localhost{address(assessment, f'sections/{SECTION}')}\n",
    ]


def wait_for(letterbox: Letterbox) -> None:
    deadline = time.monotonic() + 10
    while not letterbox.mails and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_mail_server_that_is_away_holds_nothing_up(app: Flask) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    app.config.update(MAIL_SERVER="smtp://127.0.0.1:1", MAIL_FROM="check@example.org")

    hands_out(logged_in(app, anna), assessment, account=str(anna.id))
    app.config.update(MAIL_SERVER="", MAIL_FROM="")

    assert [one.name for one in assignments_in(assessment)] == ["Anna Adler"]


def test_what_happens_to_a_self_check_stands_in_the_audit_trail(app: Flask) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    coordinator = logged_in(app, anna)
    municipality_id = assessment.municipality_id

    coordinator.posts(address(assessment), {"respondent": "Verwaltung"})
    coordinator.posts(address(assessment), {"respondent": "Verwaltung"})
    hands_out(coordinator, assessment, account=str(anna.id))
    coordinator.posts(address(assessment, "scope"), {"scope": "short"})
    coordinator.posts(address(assessment, "archive"), {})
    coordinator.posts(address(assessment, "restore"), {})
    coordinator.posts(address(assessment, "discard"), {"confirm": "2026"})

    assert trail(app, municipality_id, by=anna.key)[::-1] == [
        "changed the particulars of IN2 welcome culture 2026",
        f"asked Anna Adler to fill in “{TITLE}” 2026",
        "switched IN2 welcome culture 2026 to the short form",
        "archived the self-check IN2 welcome culture 2026",
        "brought the self-check IN2 welcome culture 2026 back",
        "discarded the self-check IN2 welcome culture 2026",
    ]


def test_starting_a_self_check_stands_in_the_audit_trail(app: Flask) -> None:
    assessment = an_assessment()

    assert trail(app, assessment.municipality_id, by="desk") == [
        "started the self-check IN2 welcome culture 2026"
    ]


HOSTILE = [
    "9" * 40,
    "-1",
    "٢٠٢٦",
    "a\x00b",
    "<script>alert(1)</script>",
    "' OR 1=1; --",
    "x" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_sent_it_is_no_fault_of_ours(app: Flask, text: str) -> None:
    assessment = an_assessment()
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)
    coordinator = logged_in(app, anna)
    where = address(assessment, f"assignments/{SECTION}")
    part = quote(text[:200])

    statuses = {
        coordinator.gets(f"{where}?person={part}").status_code,
        coordinator.gets(f"{address(assessment, 'assignments')}/{part}").status_code,
        coordinator.gets(
            f"{address(assessment, 'history')}?since={part}&person={part}"
        ).status_code,
        *(
            coordinator.asks(
                coordinator.client.post,
                there,
                data={"csrf_token": coordinator.token(), "account": str(anna.id), name: text},
            ).status_code
            for there in (where, f"{where}/{part}/reopen", f"{where}/{anna.id}/reopen")
            for name in ("account", "due_on", "message", "is_exclusive")
        ),
    }

    assert statuses <= {200, 302, 404, 422}
