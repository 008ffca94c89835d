"""The file that either engine reads: gzip, a header, tables, rows, and at the end a checksum.

Each line is JSON. The header names the revision. A table names its columns; its rows follow as
lists, in the order of the primary key. The last line counts the rows and sums up all lines before
it. Two databases with the same content give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import JSON, Date, DateTime, LargeBinary, Numeric
from sqlalchemy.types import TypeEngine

from app.domain.errors import N_
from app.storage.problems import StorageProblem
from app.storage.tables import Contents

FORMAT = "willkommenscheck"
FORMAT_VERSION = 1
LONGEST_LINE = 64 * 1024 * 1024
ROWS_AT_ONCE = 500
MAGIC = b"\x1f\x8b"


def written(value: object) -> object:
    """A value of a column as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def read_as(kind: TypeEngine[Any], value: Any) -> Any:
    """The value of a column of this kind, from what `written` made of it."""
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, Numeric) and isinstance(value, str):
        return Decimal(value)
    return value


@dataclass
class NeutralWriter:
    """Writes lines, counts rows and sums up."""

    file: BinaryIO
    counts: dict[str, int] = field(default_factory=dict)
    _sum: Any = field(default_factory=hashlib.sha256)

    def begin(self, revision: str | None) -> None:
        self._line({"format": FORMAT, "format_version": FORMAT_VERSION, "revision": revision})

    def table(self, name: str, columns: Sequence[str]) -> None:
        self.counts[name] = 0
        self._line({"table": name, "columns": list(columns)})

    def row(self, name: str, values: Sequence[object]) -> None:
        self.counts[name] += 1
        self._line([written(value) for value in values])

    def end(self) -> str:
        """Write the last line; the checksum."""
        checksum: str = self._sum.hexdigest()
        self._line({"counts": self.counts, "sha256": checksum})
        return checksum

    def _line(self, content: object) -> None:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        line = text.encode("utf-8", "surrogatepass") + b"\n"
        self._sum.update(line)
        self.file.write(line)


@dataclass(frozen=True)
class Rows:
    """Some rows of one table, as they stand in the file."""

    table: str
    columns: list[str]
    values: list[list[Any]]


class NeutralReader:
    """Reads a file once, from its header to its checksum; everything wrong is a StorageProblem."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._sum = hashlib.sha256()
        self._counts: dict[str, int] = {}
        self._lines = self._read_lines()
        header = self._next()
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise StorageProblem(N_("{file} is no backup or export of this program."), file=file)
        if header.get("format_version") != FORMAT_VERSION:
            raise StorageProblem(
                N_("{file} was made by a newer version of this program."), file=file
            )
        self.revision: str | None = header.get("revision")

    def rows(self) -> Iterator[Rows]:
        """All rows, some at a time; at the end they were as many as were written, and the same."""
        current: Rows | None = None
        while True:
            expected = self._sum.hexdigest()
            line = self._next()
            if isinstance(line, list) and current:
                if len(line) != len(current.columns):
                    raise self._damaged()
                current.values.append(line)
                self._counts[current.table] += 1
                if len(current.values) == ROWS_AT_ONCE:
                    yield current
                    current = Rows(current.table, current.columns, [])
                continue
            if current:
                yield current
            current = self._table(line)
            if current is None:
                self._check_end(line, expected)
                return

    def contents(self) -> Contents:
        """What the file holds, after reading all of it."""
        for _rows in self.rows():
            pass
        return self.found

    @property
    def found(self) -> Contents:
        """What was read so far."""
        return Contents(self.revision, self._counts)

    def _table(self, line: Any) -> Rows | None:
        if not isinstance(line, dict) or "table" not in line:
            return None
        name, columns = line["table"], line.get("columns")
        if not isinstance(name, str) or not isinstance(columns, list) or name in self._counts:
            raise self._damaged()
        self._counts[name] = 0
        return Rows(name, columns, [])

    def _check_end(self, line: Any, expected: str) -> None:
        if line != {"counts": self._counts, "sha256": expected} or next(self._lines, None):
            raise self._damaged()

    def _next(self) -> Any:
        line = next(self._lines, None)
        if line is None:
            raise self._damaged()
        self._sum.update(line)
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._damaged() from error

    def _read_lines(self) -> Iterator[bytes]:
        try:
            with gzip.open(self._path) as file:
                while line := file.readline(LONGEST_LINE):
                    yield line
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise self._damaged() from error
        except OSError as error:
            raise StorageProblem(
                N_("{file} cannot be read: {reason}."), file=self._path, reason=error.strerror
            ) from error

    def _damaged(self) -> StorageProblem:
        return StorageProblem(N_("{file} is damaged or not complete."), file=self._path)


def is_neutral(file: Path) -> bool:
    """Whether a file begins like one of ours; raises StorageProblem if it cannot be read."""
    return beginning_of(file).startswith(MAGIC)


def beginning_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(16)
    except OSError as error:
        raise StorageProblem(
            N_("{file} cannot be read: {reason}."), file=file, reason=error.strerror
        ) from error


def by_column(rows: Rows, kinds: Mapping[str, TypeEngine[Any]]) -> list[dict[str, Any]]:
    """The rows ready to be stored, in columns of these kinds."""
    return [
        {
            name: read_as(kinds[name], value)
            for name, value in zip(rows.columns, values, strict=True)
        }
        for values in rows.values
    ]
