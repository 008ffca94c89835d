"""flask ops: what is stored comes back whole, and whatever is wrong is said in one sentence."""

from __future__ import annotations

import gzip
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app import create_app
from app.extensions import db, migrations
from app.municipalities.models import Municipality
from app.storage.problems import StorageProblem
from app.storage.revisions import Migrations
from app.storage.tables import contents, snapshot
from app.storage.transfer import checksum
from app.storage.upgrading import upgrade
from tests.builders import a_municipality, an_answer, an_assessment
from tests.conftest import settings
from tests.postgresql import new_database

ENGINES = ("sqlite", "postgresql")
KEY = "mi_website"


class Installation:
    """An installation on one engine, in a folder of its own, and its command line."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.app = create_app(settings(folder / "test.sqlite", address=address))

    def calls(self, *arguments: str | Path) -> tuple[int, str]:
        """The exit code and everything that was said."""
        result = self.app.test_cli_runner(env={"LC_ALL": "C"}).invoke(
            args=["ops", *map(str, arguments)]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result.exit_code, result.output.replace(f"{self.folder}/", "").strip()

    def holds(self) -> str:
        """A sum over everything that is stored."""
        with self.app.app_context():
            return checksum(db.engine)

    def rows(self) -> int:
        with self.app.app_context(), snapshot(db.engine) as connection:
            return contents(connection).rows

    def fill(self) -> Installation:
        assert self.calls("upgrade")[0] == 0
        with self.app.app_context():
            an_answer(an_assessment(), KEY, level=2, note="Größe\n\U0001f469 'x'")
        return self

    def runs(self, statement: str) -> None:
        with self.app.app_context(), db.engine.begin() as connection:
            connection.execute(text(statement))


@pytest.fixture
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Make installations, each empty, on the engine that is named."""
    made: list[Installation] = []

    def make(engine: str) -> Installation:
        folder = tmp_path / f"installation{len(made)}"
        folder.mkdir()
        address = ""
        if engine == "postgresql":
            server = request.getfixturevalue("postgresql")
            address = new_database(server, f"installation{len(made)}")
        made.append(Installation(folder, address))
        return made[-1]

    yield make
    for one in made:
        with one.app.app_context():
            db.engine.dispose()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


New = Callable[[str], Installation]


def backups_of(installation: Installation) -> list[Path]:
    return sorted((installation.folder / "backups").glob("*"))


def test_a_backup_comes_back_in_a_fresh_place(new: New, engine: str) -> None:
    here, there = new(engine).fill(), new(engine)
    file = here.folder / "mine"

    backed_up = here.calls("backup", file)
    restored = there.calls("restore", file)

    assert backed_up == (0, f"mine is written and sound: {here.rows()} rows.")
    assert restored == (0, f"{file} is restored: {here.rows()} rows.")
    assert there.holds() == here.holds()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_without_a_name_is_named_by_its_time(new: New, engine: str) -> None:
    here = new(engine).fill()

    code, said = here.calls("backup")

    assert code == 0
    pattern = r"backup-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.(sqlite|jsonl\.gz)"
    assert [bool(re.fullmatch(pattern, file.name)) for file in backups_of(here)] == [True]
    assert said == f"backups/{backups_of(here)[0].name} is written and sound: {here.rows()} rows."


def test_what_is_stored_is_replaced_only_when_asked_and_kept_aside(new: New, engine: str) -> None:
    here = new(engine).fill()
    before, rows = here.holds(), here.rows()
    file = here.folder / "mine"
    here.calls("backup", file)
    with here.app.app_context():
        a_municipality("Später")
    later = here.holds()

    refused = here.calls("restore", file)
    kept = here.holds()
    replaced = here.calls("restore", file, "--replace")
    aside = backups_of(here)[0]

    assert refused == (
        1,
        f"The database has {rows + 1} rows. To replace them, add --replace.",
    )
    assert kept == later
    assert replaced == (
        0,
        f"What was there before lies in backups/{aside.name}.\nmine is restored: {rows} rows.",
    )
    assert here.holds() == before
    assert here.calls("restore", aside, "--replace")[0] == 0
    assert here.holds() == later


def test_from_sqlite_to_postgresql_and_back_nothing_is_different(new: New) -> None:
    first, second, third = new("sqlite").fill(), new("postgresql"), new("sqlite")
    files = [one.folder / "everything.jsonl.gz" for one in (first, second, third)]

    for source, target, file in ((first, second, files[0]), (second, third, files[1])):
        assert source.calls("export", file)[0] == 0
        assert target.calls("upgrade")[0] == 0
        assert target.calls("import", file) == (0, f"{file} is imported: {first.rows()} rows.")
    assert third.calls("export", files[2])[0] == 0

    assert len({file.read_bytes() for file in files}) == 1
    assert first.holds() == second.holds() == third.holds()


def test_after_an_import_new_rows_get_numbers_of_their_own(new: New, engine: str) -> None:
    here, there = new("sqlite").fill(), new(engine)
    file = here.folder / "everything.jsonl.gz"
    here.calls("export", file)
    there.calls("upgrade")
    there.calls("import", file)

    with there.app.app_context():
        a_municipality("Neuer Ort")
        numbers = [one.id for one in db.session.query(Municipality).order_by(Municipality.id)]

    assert numbers == [1, 2]


def test_an_import_goes_into_an_empty_database_alone(new: New, engine: str) -> None:
    here = new(engine).fill()
    file = here.folder / "everything.jsonl.gz"
    here.calls("export", file)

    assert here.calls("import", file) == (
        1,
        f"The database is not empty: it has {here.rows()} rows. Nothing was stored.",
    )


def test_where_nothing_is_stored_nothing_comes_back(new: New, engine: str) -> None:
    here, there = new(engine).fill(), new(engine)
    file = here.folder / "all"

    here.calls("export", file)
    there.calls("upgrade")
    there.calls("import", file)

    empty = "SELECT count(*) FROM stored_answer WHERE origin IS NULL"
    with there.app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text(empty)) == 36


def spoil(file: Path, how: str) -> None:
    """Damage an export in one way."""
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    content = file.read_bytes()
    spoilt = {
        "cut off": content[: len(content) // 2],
        "a flipped bit": content[:200] + bytes([content[200] ^ 1]) + content[201:],
        "without its end": gzip.compress(b"".join(lines[:-1])),
        "without a row": gzip.compress(b"".join([*lines[:5], *lines[6:]])),
        "another text": gzip.compress(b"".join(lines).replace("Größe".encode(), b"Kleine")),
        "something after its end": gzip.compress(b"".join([*lines, b"{}\n"])),
        "no JSON": gzip.compress(lines[0] + b"{nothing\n"),
        "deeply nested": gzip.compress(lines[0] + b"[" * 100_000 + b"\n"),
        "of another program": gzip.compress(b'{"format": "else"}\n'),
        "of a newer format": gzip.compress(
            lines[0].replace(b'"format_version":1', b'"format_version":2')
        ),
        "of a newer revision": gzip.compress(
            b"".join(lines).replace(b'"revision":"', b'"revision":"9')
        ),
        "empty": b"",
        "text": b"Guten Tag",
    }[how]
    file.write_bytes(spoilt)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("cut off", "is damaged or not complete."),
        ("a flipped bit", "is damaged or not complete."),
        ("without its end", "is damaged or not complete."),
        ("without a row", "is damaged or not complete."),
        ("another text", "is damaged or not complete."),
        ("something after its end", "is damaged or not complete."),
        ("no JSON", "is damaged or not complete."),
        ("deeply nested", "is damaged or not complete."),
        ("of another program", "is no backup or export of this program."),
        ("of a newer format", "was made by a newer version of this program."),
        ("of a newer revision", "is damaged or not complete."),
        ("empty", "is no backup or export of this program."),
        ("text", "is no backup or export of this program."),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_stores_nothing(
    new: New, how: str, said: str
) -> None:
    here, there = new("sqlite").fill(), new("sqlite")
    file = here.folder / "everything.jsonl.gz"
    here.calls("export", file)
    spoil(file, how)
    there.calls("upgrade")
    before = there.holds()

    restored = there.calls("restore", file)

    assert restored == (1, f"{file} {said}")
    assert there.calls("import", file)[0] == 1
    assert there.holds() == before


def test_a_damaged_copy_of_sqlite_is_refused(new: New) -> None:
    here, there = new("sqlite").fill(), new("sqlite")
    file = here.folder / "mine"
    here.calls("backup", file)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)

    code, said = there.calls("restore", file)

    assert (code, said.startswith(f"{file} ")) == (1, True)
    assert "malformed" in said


def test_a_sqlite_database_of_another_program_is_refused(new: New) -> None:
    there = new("sqlite")
    file = there.folder / "other"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE a (b)")

    assert there.calls("restore", file) == (1, "other is no backup or export of this program.")


def test_a_backup_of_sqlite_says_how_it_gets_into_postgresql(new: New) -> None:
    here, there = new("sqlite").fill(), new("postgresql")
    file = here.folder / "mine"
    here.calls("backup", file)

    assert there.calls("restore", file) == (
        1,
        f"{file} is a SQLite database. To bring it into PostgreSQL, export and import it.",
    )


def test_a_damaged_database_is_moved_aside_and_replaced(new: New) -> None:
    here = new("sqlite").fill()
    before, file = here.holds(), here.folder / "mine"
    here.calls("backup", file)
    with here.app.app_context():
        db.engine.dispose()
    (here.folder / "test.sqlite").write_bytes(b"no database at all" * 1_000)

    refused = here.calls("restore", file)
    restored = here.calls("restore", file, "--replace")

    assert refused == (1, "The database is damaged. To replace it, add --replace.")
    assert restored[0] == 0
    assert here.holds() == before
    assert [one.name.startswith("damaged-") for one in backups_of(here)] == [True]


@pytest.mark.parametrize("command", ["backup", "export"])
def test_no_file_is_written_over(new: New, command: str) -> None:
    here = new("sqlite").fill()
    file = here.folder / "mine"
    file.write_text("precious")

    assert here.calls(command, file) == (1, "mine is there already.")
    assert file.read_text() == "precious"


def test_a_folder_that_is_missing_is_named(new: New) -> None:
    here = new("sqlite").fill()

    assert here.calls("backup", here.folder / "missing" / "mine") == (
        1,
        "missing/mine cannot be written: No such file or directory.",
    )


def test_a_server_keeps_what_was_restored_under_it(new: New) -> None:
    here = new("sqlite").fill()
    file = here.folder / "mine"
    here.calls("backup", file)
    with closing(sqlite3.connect(here.folder / "test.sqlite")) as server:
        server.execute("SELECT count(*) FROM municipality").fetchall()
        with here.app.app_context():
            a_municipality("Später")
        here.calls("restore", file, "--replace")

        seen = server.execute("SELECT count(*) FROM municipality").fetchall()

    assert seen == [(1,)]


def test_the_doctor_finds_a_healthy_database_healthy(new: New, engine: str) -> None:
    here = new(engine).fill()
    here.calls("backup")

    code, said = here.calls("doctor")

    assert code == 0
    assert [line for line in said.splitlines() if line.startswith("error")] == []
    newest = migrations_of(here).newest
    assert f"ok: It stands at migration {newest}, with {here.rows()} rows." in said
    assert "ok: The newest backup is 0 hours old: " in said


def migrations_of(installation: Installation) -> Migrations:
    with installation.app.app_context():
        return migrations()


def ails(installation: Installation) -> list[str]:
    """What the doctor warns of or complains about, but for the version of SQLite."""
    _code, said = installation.calls("doctor")
    return [
        line
        for line in said.splitlines()
        if not line.startswith("ok: ") and "WAL-reset" not in line and "is off" not in line
    ]


def test_the_doctor_misses_a_backup(new: New, engine: str) -> None:
    here = new(engine).fill()
    missing = ails(here)
    here.calls("backup")
    two_days_ago = time.time() - 48 * 3600
    os.utime(backups_of(here)[0], (two_days_ago, two_days_ago))

    old = ails(here)

    assert missing == ["warning: There is no backup in backups."]
    assert old == [
        f"warning: The newest backup is 48 hours old: backups/{backups_of(here)[0].name}."
    ]


def test_the_doctor_finds_a_migration_that_is_due(new: New, engine: str) -> None:
    here = new(engine)

    code, said = here.calls("doctor")

    newest = migrations_of(here).newest
    assert code == 1
    assert f"error: It stands at migration –, the program needs {newest}." in said


def test_the_doctor_finds_rows_that_refer_to_nothing_and_open_files(new: New) -> None:
    here = new("sqlite").fill()
    here.calls("backup")
    with closing(sqlite3.connect(here.folder / "test.sqlite")) as connection:
        connection.execute("DELETE FROM municipality")
        connection.commit()
    (here.folder / "test.sqlite").chmod(0o644)

    assert ails(here) == [
        "warning: Others on this machine may read test.sqlite: chmod 600.",
        "error: Rows in assessment, audit_entry refer to nothing.",
    ]


def test_the_doctor_survives_a_file_that_is_no_database(new: New) -> None:
    here = new("sqlite")
    (here.folder / "test.sqlite").write_bytes(b"no database at all" * 1_000)

    code, said = here.calls("doctor")

    assert code == 1
    assert "error: The database cannot be read: file is not a database." in said


def test_upgrading_makes_a_new_database_and_then_has_nothing_to_do(new: New, engine: str) -> None:
    here = new(engine)
    newest = migrations_of(here).newest

    assert here.calls("upgrade") == (0, f"The database stands at migration {newest}.")
    assert here.calls("upgrade") == (0, "")
    assert backups_of(here) == []


def test_a_database_of_a_newer_program_is_left_alone(new: New, engine: str) -> None:
    here = new(engine).fill()
    here.runs("UPDATE alembic_version SET version_num = '9999'")

    said = "Migration 9999 is not known here: it needs a newer version of the program."
    assert here.calls("upgrade") == (1, said)


@pytest.fixture
def migrating() -> Callable[[Any], Migrations]:
    """A program whose one further migration, 9999, does what a test says."""

    def program(does: Callable[[], None]) -> Migrations:
        known = migrations()
        return Migrations("9999", known.known | {"9999"}, lambda _revision: does())

    return program


def test_an_upgrade_backs_up_before_and_verifies_after(
    new: New, engine: str, migrating: Callable[[Any], Migrations]
) -> None:
    here = new(engine).fill()
    before = here.holds()

    with here.app.app_context():
        done = upgrade(
            db.engine,
            migrating(lambda: here.runs("UPDATE alembic_version SET version_num = '9999'")),
            backups=here.folder / "backups",
        )
    assert done.backup
    there = new(engine)
    there.calls("restore", done.backup)

    assert done.stands_at == "9999"
    assert there.holds() == before


def test_an_upgrade_that_loses_rows_says_so_and_how_to_go_back(
    new: New, engine: str, migrating: Callable[[Any], Migrations]
) -> None:
    here = new(engine).fill()

    def lose() -> None:
        here.runs("UPDATE alembic_version SET version_num = '9999'")
        here.runs("DELETE FROM answer_change")

    with here.app.app_context(), pytest.raises(StorageProblem) as failed:
        upgrade(db.engine, migrating(lose), backups=here.folder / "backups")

    backup = backups_of(here)[0]
    assert str(failed.value) == (
        "The upgrade failed: Table answer_change had 1 rows and has 0."
        f" The state before lies in {backup}. With the previous version of the program,"
        f" bring it back by: flask --app wsgi ops restore --replace {backup}"
    )
