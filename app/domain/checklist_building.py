"""Makes a Checklist of a structure and its words, once both are known to be faultless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from app.domain.checklist import (
    CORE,
    Band,
    Checklist,
    Criterion,
    Index,
    Level,
    Scale,
    Section,
    Text,
)
from app.domain.checklist_schema import (
    BandFile,
    CriterionFile,
    CriterionWords,
    IndexFile,
    LevelFile,
    LevelWords,
    ReplacesFile,
    SectionFile,
    StructureFile,
    WordsFile,
)
from app.domain.fingerprints import structure_fingerprint, wording_fingerprint
from app.domain.replacements import Predecessor, Replacement
from app.domain.workload import translation_coverage


def build_checklist(structure: StructureFile, words: Mapping[str, WordsFile]) -> Checklist:
    """The checklist with its fingerprints. Every language of the structure must have its words."""
    ordered = {language: words[language] for language in structure.languages}
    checklist = _Builder(structure, ordered).checklist()
    return replace(
        checklist,
        structure_fingerprint=structure_fingerprint(checklist),
        wording_fingerprint=wording_fingerprint(checklist),
        incomplete_languages=frozenset(
            language for language, share in translation_coverage(checklist).items() if share < 1
        ),
    )


@dataclass(frozen=True)
class _Builder:
    structure: StructureFile
    words: Mapping[str, WordsFile]

    def text(self, choose: Callable[[WordsFile], str]) -> Text:
        """One text in all languages that have it; an empty string is none."""
        chosen = {language: choose(words) for language, words in self.words.items()}
        return Text({language: text for language, text in chosen.items() if text})

    def optional(self, choose: Callable[[WordsFile], str]) -> Text | None:
        text = self.text(choose)
        return text if text.by_language else None

    def checklist(self) -> Checklist:
        structure = self.structure
        scales = {key: self.scale(key) for key in structure.scales}
        dimensions = tuple(self.section(node, scales) for node in structure.dimensions)
        core = [c.key for node in dimensions for c in node.all_criteria() if c.core]
        return Checklist(
            key=structure.key,
            version=structure.version,
            languages=tuple(structure.languages),
            title=self.text(lambda words: words.title),
            description=self.optional(lambda words: words.description),
            dimensions=dimensions,
            scales=scales,
            total_aggregate=structure.total.aggregate,
            completeness=structure.total.completeness,
            bands=self.bands(),
            indices=tuple(self.index(index, core) for index in structure.indices),
            predecessor=_predecessor(structure.replaces),
            unchecked_languages=frozenset(
                language for language, words in self.words.items() if not words.checked
            ),
        )

    def scale(self, key: str) -> Scale:
        levels = self.structure.scales[key].levels
        return Scale(key, tuple(self.level(level, key) for level in levels))

    def level(self, level: LevelFile, scale: str) -> Level:
        def own(words: WordsFile) -> LevelWords:
            return words.scales[scale][level.value]

        return Level(
            level.value,
            level.points,
            label=self.text(lambda words: own(words).label),
            meaning=self.optional(lambda words: own(words).meaning),
        )

    def section(self, node: SectionFile, scales: Mapping[str, Scale]) -> Section:
        return Section(
            key=node.key,
            title=self.text(lambda words: words.nodes[node.key].title),
            short_title=self.optional(lambda words: words.nodes[node.key].short_title),
            criteria=tuple(self.criterion(criterion, scales) for criterion in node.criteria),
            sections=tuple(self.section(section, scales) for section in node.sections),
            weight=node.weight,
            aggregate=node.aggregate,
        )

    def criterion(self, criterion: CriterionFile, scales: Mapping[str, Scale]) -> Criterion:
        def own(words: WordsFile) -> CriterionWords:
            return words.criteria[criterion.key]

        scale = scales[criterion.scale or self.structure.default_scale]
        return Criterion(
            key=criterion.key,
            scale=scale,
            title=self.text(lambda words: own(words).title),
            question=self.text(lambda words: own(words).question),
            weight=criterion.weight,
            core=criterion.core,
            scored=criterion.scored,
            influence=criterion.influence,
            effort=tuple(criterion.effort),
            allows_not_applicable=criterion.not_applicable,
            sources=tuple(criterion.sources),
            help=self.optional(lambda words: own(words).help),
            not_applicable_hint=self.optional(lambda words: own(words).not_applicable_hint),
            level_texts=self.by_level(scale, lambda words: own(words).levels),
            next_steps=self.by_level(scale, lambda words: own(words).next_steps),
        )

    def by_level(
        self, scale: Scale, choose: Callable[[WordsFile], Mapping[int, str]]
    ) -> dict[int, Text]:
        values = (level.value for level in scale.levels)
        texts = {value: self.text(partial(_text_at, choose, value)) for value in values}
        return {value: text for value, text in texts.items() if text.by_language}

    def bands(self) -> tuple[Band, ...]:
        return tuple(self.band(band) for band in self.structure.bands)

    def band(self, band: BandFile) -> Band:
        return Band(band.key, band.start, self.text(lambda words: words.bands[band.key]))

    def index(self, index: IndexFile, core: Iterable[str]) -> Index:
        members = core if index.criteria == [CORE] else index.criteria
        return Index(index.key, self.text(lambda words: words.indices[index.key]), tuple(members))


def _text_at(choose: Callable[[WordsFile], Mapping[int, str]], value: int, words: WordsFile) -> str:
    return choose(words).get(value, "")


def _predecessor(replaces: ReplacesFile | None) -> Predecessor | None:
    if replaces is None:
        return None
    lines = (Replacement(line.kind, tuple(line.old), tuple(line.new)) for line in replaces.criteria)
    return Predecessor(replaces.version, tuple(lines))
