"""The keys of a checklist and how they hang together, read from a file that may be faulty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.file_parts import Part


@dataclass(frozen=True)
class Outline:
    """What checklist.yaml says about its own keys. Parts without a readable key are left out."""

    structure: Part

    @cached_property
    def nodes(self) -> tuple[Part, ...]:
        """Every dimension and section, in checklist order, parents before children."""
        return tuple(_walk(self.structure.part("dimensions").items()))

    @cached_property
    def criteria(self) -> tuple[Part, ...]:
        return tuple(
            criterion for node in self.nodes for criterion in node.part("criteria").items()
        )

    @cached_property
    def node_keys(self) -> tuple[str, ...]:
        return _keys(self.nodes)

    @cached_property
    def criterion_keys(self) -> tuple[str, ...]:
        return _keys(self.criteria)

    @cached_property
    def band_keys(self) -> tuple[str, ...]:
        return _keys(self.structure.part("bands").items())

    @cached_property
    def index_keys(self) -> tuple[str, ...]:
        return _keys(self.structure.part("indices").items())

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages as listed, each once."""
        return tuple(dict.fromkeys(code for code, _ in self.structure.part("languages").texts()))

    @cached_property
    def scales(self) -> Mapping[str, tuple[int, ...] | None]:
        """The level values of each scale; None where they cannot be read."""
        scales = self.structure.part("scales").entries()
        return {key: _values(scale) for key, scale in scales if isinstance(key, str)}

    @cached_property
    def values_by_criterion(self) -> Mapping[str, tuple[int, ...] | None]:
        """The level values of each criterion's scale; None where they cannot be read."""
        default = self.structure.part("default_scale")
        found: dict[str, tuple[int, ...] | None] = {}
        for criterion in self.criteria:
            key = criterion.part("key").text
            own = criterion.part("scale")
            scale = own if criterion.has("scale") else default
            if key is not None:
                found[key] = self.scales.get(scale.text or "")
        return found


def _walk(nodes: list[Part]) -> Iterator[Part]:
    for node in nodes:
        yield node
        yield from _walk(node.part("sections").items())


def _keys(parts: tuple[Part, ...] | list[Part]) -> tuple[str, ...]:
    keys = (part.part("key").text for part in parts)
    return tuple(key for key in keys if key is not None)


def _values(scale: Part) -> tuple[int, ...] | None:
    values = [level.part("value").whole_number for level in scale.part("levels").items()]
    readable = tuple(value for value in values if value is not None)
    return readable if readable and len(readable) == len(values) else None
