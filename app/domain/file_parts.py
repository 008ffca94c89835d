"""A tolerant look at the content of a file, for checks that go on where the shape is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.domain.errors import Place, Problem
from app.domain.exact_numbers import exact_number
from app.domain.yaml_events import excerpt
from app.domain.yaml_files import DataPath, YamlFile


@dataclass(frozen=True)
class Part:
    """One value of a file and its place. What has another type than asked for reads as absent:
    the shape's own check reports it.
    """

    file: YamlFile
    path: DataPath
    content: object

    @classmethod
    def whole(cls, file: YamlFile) -> Part:
        return cls(file, (), file.data)

    def part(self, key: str | int) -> Part:
        """The part under a key, also when there is none."""
        return Part(self.file, (*self.path, key), self._entries.get(key))

    def has(self, key: str | int) -> bool:
        return key in self._entries

    def items(self) -> list[Part]:
        """The entries of a list."""
        content = self.content if isinstance(self.content, list) else []
        return [Part(self.file, (*self.path, i), item) for i, item in enumerate(content)]

    def entries(self) -> Iterator[tuple[str | int, Part]]:
        """The keys and parts of a block."""
        for key in self._entries:
            yield key, self.part(key)

    @property
    def is_block(self) -> bool:
        return isinstance(self.content, dict)

    @property
    def has_only_numbers(self) -> bool:
        """Whether all keys of a block are whole numbers."""
        return all(isinstance(key, int) for key in self._entries)

    @property
    def text(self) -> str | None:
        return self.content if isinstance(self.content, str) else None

    @property
    def whole_number(self) -> int | None:
        number = self.content
        return number if isinstance(number, int) and not isinstance(number, bool) else None

    @property
    def exact(self) -> Fraction | None:
        return exact_number(self.content)

    def texts(self) -> Iterator[tuple[str, Part]]:
        """The list entries that are texts, each with its part."""
        for item in self.items():
            if item.text is not None:
                yield item.text, item

    def wrong(self, message: str, **facts: object) -> Problem:
        """A problem with this value."""
        return self._problem(self.file.place(self.path), message, facts)

    def wrong_key(self, message: str, **facts: object) -> Problem:
        """A problem with the key of this value, or with the block as a whole."""
        return self._problem(self.file.key_place(self.path), message, facts)

    @property
    def _entries(self) -> dict[str | int, object]:
        return self.content if isinstance(self.content, dict) else {}

    def _problem(self, place: Place, message: str, facts: dict[str, object]) -> Problem:
        quoted = {name: excerpt(f) if isinstance(f, str) else f for name, f in facts.items()}
        return Problem(place, message, quoted)


def repeated(parts: Iterable[Part], message: str) -> Iterator[Problem]:
    """A problem for each text that has stood before."""
    seen = set()
    for part in parts:
        if part.text is None:
            continue
        if part.text in seen:
            yield part.wrong(message, key=part.text)
        seen.add(part.text)
