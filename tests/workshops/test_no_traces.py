"""What phones bring along is in no file once a workshop is over: searched for byte by byte."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import request
from sqlalchemy import func, select

from app.extensions import db
from app.storage.backup import back_up
from app.workshops.ballot_models import HasVoted, Participant, StoredTally, Vote
from app.workshops.ending import end, erase, wipe_traces
from app.workshops.ideas import turn_ideas_to
from app.workshops.models import Idea, IdeaPhase, Workshop
from app.workshops.queries import items_of, rounds_of
from app.workshops.rounds import close_rounds, reveal
from app.workshops.tickets import ticket_in
from bench.browser import Browser, Over, Reply
from tests.reliability.installation import install
from tests.reliability.room import Room, a_room, as_served
from tests.serving import serving_with

PHONES = 12
"""Enough for ideas to be written by phone."""
CHOICE = "not_applicable"
NOTE = "canary: the mayor is nervous"
NOTE_ON_ITEM = "canary: ask the clubs first"
NO_CODE = "2222-2222"


class Canary:
    """A phone whose address, agent and ideas can be told from everything else."""

    def __init__(self, port: int, number: int) -> None:
        self.addresses = (f"198.51.100.{100 + number}", f"2001:db8:ca:11::{number + 1:x}a")
        self.agent = f"CanaryPhone/{number}.7351"
        self.idea = f"canary idea {number}: a bench in front of the town hall"
        self._over = Over(port)
        self.browser = Browser(self)

    def ask(self, method: str, address: str, *, headers: Mapping[str, str], body: bytes) -> Reply:
        """With everything on it by which somebody could be found again."""
        ours, theirs = self.addresses
        told = {
            "User-Agent": self.agent,
            "X-Forwarded-For": f"{theirs}, {ours}",
            "Forwarded": f'for="[{theirs}]"',
            "X-Real-IP": ours,
        }
        return self._over.ask(method, address, headers={**headers, **told}, body=body)

    def close(self) -> None:
        self._over.close()

    def send(self, address: str, fields: Mapping[str, str]) -> int:
        token = json.loads(self.browser.get("/session").body)["csrf_token"]
        return self.browser.post(address, {"csrf_token": token, **fields}).status

    @property
    def cookies(self) -> Mapping[str, str]:
        return dict(self.browser._cookies)


@dataclass(frozen=True)
class Held:
    """A workshop that phones were in, and that is over."""

    room: Room
    carried: Sequence[str]
    """Addresses, agents, tickets, tokens and their hashes."""
    signs: Sequence[str]
    written: Sequence[str]
    """Ideas, and the moderator's private notes."""
    found_before: Mapping[str, bool]
    """Whether the search finds what is there as long as it may be there."""
    marks: tuple[int, int, int]
    """How often the choice stands in the files: with no votes yet, with all of them, closed."""
    backup: Path

    @property
    def files(self) -> list[Path]:
        """Everything that the installation has written anywhere."""
        return [one for one in self.room.installation.folder.rglob("*") if one.is_file()]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("traces")
    installation = install(folder)
    installation.environment["PROXY_COUNT"] = "1"
    room = a_room(installation, people=0, rounds=1)
    with serving_with(installation.log, installation.environment) as server:
        phones = [Canary(server.port, number) for number in range(PHONES)]
        yield _hold(room, phones)


def test_the_search_finds_what_may_still_be_there(held: Held) -> None:
    before, during, _ = held.marks

    assert held.found_before == {"token_hash": True, "idea": True, "note": True}
    # In the row itself, and in nothing else.
    assert during >= before + PHONES


def test_nothing_that_a_phone_carries_is_in_any_file(held: Held) -> None:
    names = {file.name for file in held.files}

    assert names >= {"check.sqlite", "server.log", held.backup.name}
    assert hits(held.carried, held.files) == []


def test_no_sign_of_a_phone_is_stored(held: Held) -> None:
    assert len(set(held.signs)) == PHONES
    for file in (held.room.installation.folder / "check.sqlite", held.backup):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            stored = "\n".join(connection.iterdump())

        assert [sign for sign in held.signs if f"'{sign}'" in stored] == []


def test_once_a_round_is_closed_no_file_holds_a_single_vote(held: Held) -> None:
    before, _, closed = held.marks
    with as_served(held.room.installation):
        tallies = db.session.scalars(select(StoredTally)).all()
        left = [db.session.scalar(select(func.count()).select_from(one))
                for one in (Vote, Participant, HasVoted)]  # fmt: skip

    # What is left of the choice are the sums: each in its row and in the index of its key.
    assert closed - before == 2 * len(tallies)
    assert sum(one.by_phone for one in tallies) == PHONES
    assert left == [0, 0, 0]


def test_after_erasing_no_idea_and_no_note_is_in_a_file_of_the_database(held: Held) -> None:
    with as_served(held.room.installation):
        workshop = db.session.get_one(Workshop, held.room.workshop_id)
        erase(workshop, by="desk")
        db.session.commit()
        wipe_traces()
        ideas = db.session.scalar(select(func.count()).select_from(Idea))
    # A backup from before keeps what was in it then, as long as the town keeps the backup.
    files = [file for file in held.files if file != held.backup]

    assert ideas == 0
    assert hits(held.written, [held.backup]) == sorted(held.written)
    assert hits(held.written, files) == []


def hits(wanted: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Which of these stand in any of the files."""
    contents = [file.read_bytes() for file in files]
    return sorted(one for one in wanted if any(one.encode() in held for held in contents))


def _hold(room: Room, phones: Sequence[Canary]) -> Held:
    folder = room.installation.folder
    before = _marks(room)
    for phone in phones:
        _join_and_vote(phone, room)
    carried, signs, hashes = _carried(room, phones)
    found = {"token_hash": hits(hashes, _database(folder)) == sorted(hashes)}
    during = _marks(room)
    _close(room)
    closed = _marks(room)
    for phone in phones:
        assert phone.send("/workshop/ideas", {"idea": phone.idea, "about": ""}) == 303
    written = [*(phone.idea for phone in phones), NOTE, NOTE_ON_ITEM]
    files = _database(folder)
    found |= {"idea": bool(hits([phones[0].idea], files)), "note": bool(hits([NOTE], files))}
    target = folder / "backup-after-closing.sqlite"
    with as_served(room.installation):
        end(db.session.get_one(Workshop, room.workshop_id), by="desk")
        db.session.commit()
        wipe_traces()
        back_up(db.engine, target)
    for phone in phones:
        # Open pages go on asking.
        phone.browser.get("/workshop")
        phone.close()
    return Held(room, carried, signs, written, found, (before, during, closed), target)


def _join_and_vote(phone: Canary, room: Room) -> None:
    """Mistype the code, join, vote, and send something that is refused."""
    group = room.group_ids[0]
    sent = [
        ("/join", {"join_code": NO_CODE, "secret": ""}),
        ("/join", {"join_code": room.code, "secret": ""}),
        ("/workshop/group", {"group": str(group)}),
        ("/workshop/vote", {"criterion": room.criteria[0], "round": "1", "choice": CHOICE}),
        ("/workshop/nowhere", {"choice": CHOICE}),
    ]
    statuses = [phone.send(address, fields) for address, fields in sent]
    assert statuses == [422, 303, 303, 303, 404]


def _carried(room: Room, phones: Sequence[Canary]) -> tuple[list[str], list[str], list[str]]:
    """What could lead back to phones; their signs; and the hashes of their tokens."""
    carried, hashes = [], []
    with as_served(room.installation) as app:
        signs = list(db.session.scalars(select(Participant.sign)))
        for phone in phones:
            kept = "; ".join(map("=".join, phone.cookies.items()))
            with app.test_request_context(headers={"Cookie": kept}):
                ticket = ticket_in(request)
                assert ticket is not None
                hashes.append(ticket.token_hash)
            carried += [*phone.addresses, phone.agent, ticket.token, *phone.cookies.values()]
    return [*carried, *hashes, "CanaryPhone", "198.51.100."], signs, hashes


def _close(room: Room) -> None:
    """Close and reveal, take private notes, and collect ideas from here on."""
    with as_served(room.installation):
        workshop = db.session.get_one(Workshop, room.workshop_id)
        rounds = rounds_of(workshop)
        close_rounds(workshop, rounds)
        reveal(workshop, rounds)
        turn_ideas_to(workshop, IdeaPhase.COLLECTING)
        workshop.notes, items_of(workshop)[0].notes = NOTE, NOTE_ON_ITEM
        db.session.commit()
        wipe_traces()


def _marks(room: Room) -> int:
    """How often the choice stands in the files of the database."""
    return sum(
        file.read_bytes().count(CHOICE.encode()) for file in _database(room.installation.folder)
    )


def _database(folder: Path) -> list[Path]:
    return list(folder.glob("check.sqlite*"))
