"""The official register: what is shipped, and what a search finds."""

from __future__ import annotations

import string
import threading
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.municipalities import register as register_module
from app.municipalities.name_search import fold
from app.municipalities.register import (
    ATTRIBUTION,
    Entry,
    EntryLevel,
    Register,
    SearchResult,
    load_register,
    size_class_of,
)

NOTHING = SearchResult((), 0)
DATA = Path(register_module.__file__).parent / "register_data"


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def found_keys(register: Register, query: str, *, limit: int = 50) -> list[str]:
    return [entry.key for entry in register.search(query, limit=limit).entries]


# What is shipped


def test_the_register_holds_every_inhabited_municipality_association_and_district(register):
    levels = Counter(entry.level for entry in register.entries)

    assert levels == {
        EntryLevel.MUNICIPALITY: 10_754,
        EntryLevel.ASSOCIATION: 1_203,
        EntryLevel.DISTRICT: 294,
    }
    assert len(register) == 10_754 + 1_203 + 294


def test_the_municipalities_add_up_to_the_official_population_of_germany(register):
    total = sum(
        entry.population for entry in register.entries if entry.level is EntryLevel.MUNICIPALITY
    )

    assert total == 84_669_326


def test_districts_and_towns_of_their_own_add_up_to_the_official_population_too(register):
    total = sum(
        entry.population
        for entry in register.entries
        if entry.level is not EntryLevel.ASSOCIATION and entry.district is None
    )

    assert total == 84_669_326


def test_districts_by_state_are_those_of_germany_without_its_106_kreisfreie_towns(register):
    districts = [entry for entry in register.entries if entry.level is EntryLevel.DISTRICT]
    towns = [
        entry for entry in register.entries if entry.kind in ("Kreisfreie Stadt", "Stadtkreis")
    ]

    assert Counter(entry.state for entry in districts) == {
        "Bayern": 71,
        "Niedersachsen": 37,
        "Baden-Württemberg": 35,
        "Nordrhein-Westfalen": 31,
        "Rheinland-Pfalz": 24,
        "Hessen": 21,
        "Thüringen": 17,
        "Brandenburg": 14,
        "Schleswig-Holstein": 11,
        "Sachsen-Anhalt": 11,
        "Sachsen": 10,
        "Mecklenburg-Vorpommern": 6,
        "Saarland": 6,
    }
    assert len(towns) == 106
    assert {entry.key for entry in districts} & {entry.district_key for entry in towns} == set()


def test_keys_are_digits_of_the_right_length_and_never_repeat(register):
    digits = {
        EntryLevel.MUNICIPALITY: 8,
        EntryLevel.ASSOCIATION: 9,
        EntryLevel.DISTRICT: 5,
    }

    assert all(
        len(entry.key) == digits[entry.level] and len(entry.ars) == 12 for entry in register.entries
    )
    assert all(set(entry.key + entry.ars) <= set(string.digits) for entry in register.entries)
    assert len({entry.key for entry in register.entries}) == len(register)
    assert len({entry.ars for entry in register.entries}) == len(register)


def test_no_two_entries_look_alike_in_a_list(register):
    lines = Counter(
        (entry.official_name, entry.kind, entry.association, entry.district, entry.state)
        for entry in register.entries
    )

    assert [line for line, times in lines.items() if times > 1] == []


def test_every_municipality_has_inhabitants_and_the_post_code_of_its_town_hall(register):
    municipalities = [entry for entry in register.entries if entry.level is EntryLevel.MUNICIPALITY]

    assert min(entry.population for entry in municipalities) == 10
    assert {len(entry.postal_code) for entry in municipalities} == {5}


def test_the_attribution_stands_beside_the_data():
    assert ATTRIBUTION in (DATA / "NOTICE.md").read_text(encoding="utf-8")


def test_the_data_carry_no_time_and_no_file_name():
    flags_and_time = (DATA / "register.csv.gz").read_bytes()[3:8]

    assert flags_and_time == bytes(5)


# Entries


def test_an_entry_says_what_a_page_needs_to_describe_it(register):
    assert register.find("03358017") == Entry(
        key="03358017",
        ars="033580017017",
        name="Neuenkirchen",
        official_name="Neuenkirchen",
        kind="Gemeinde",
        level=EntryLevel.MUNICIPALITY,
        state="Niedersachsen",
        district="Heidekreis",
        association=None,
        population=5684,
        postal_code="29643",
    )


def test_the_eleven_neuenkirchen_are_told_apart_by_what_lies_above_them(register):
    named_alike = [
        entry
        for entry in register.search("Neuenkirchen").entries
        if entry.name == "Neuenkirchen" and entry.level is EntryLevel.MUNICIPALITY
    ]

    assert (
        sorted((entry.state, entry.district, entry.association) for entry in named_alike[:0]) == []
    )
    assert {(entry.district, entry.state, entry.association) for entry in named_alike} == {
        ("Kreis Dithmarschen", "Schleswig-Holstein", "Kirchspielslandgemeinde Heider Umland"),
        ("Landkreis Diepholz", "Niedersachsen", "Samtgemeinde Schwaförden"),
        ("Landkreis Cuxhaven", "Niedersachsen", "Samtgemeinde Land Hadeln"),
        ("Heidekreis", "Niedersachsen", None),
        ("Landkreis Stade", "Niedersachsen", "Samtgemeinde Lühe"),
        ("Landkreis Osnabrück", "Niedersachsen", "Samtgemeinde Neuenkirchen"),
        ("Kreis Steinfurt", "Nordrhein-Westfalen", None),
        ("Landkreis Mecklenburgische Seenplatte", "Mecklenburg-Vorpommern", "Amt Neverin"),
        ("Landkreis Vorpommern-Rügen", "Mecklenburg-Vorpommern", "Amt West-Rügen"),
        ("Landkreis Vorpommern-Greifswald", "Mecklenburg-Vorpommern", "Amt Anklam-Land"),
        ("Landkreis Vorpommern-Greifswald", "Mecklenburg-Vorpommern", "Amt Landhagen"),
    }
    assert len(named_alike) == 11


def test_gerolstein_is_a_verbandsgemeinde_and_a_town_in_it(register):
    found = register.search("Gerolstein").entries

    assert [(entry.key, entry.official_name, entry.association) for entry in found] == [
        ("072335006", "Verbandsgemeinde Gerolstein", None),
        ("07233026", "Gerolstein, Stadt", "Verbandsgemeinde Gerolstein"),
    ]


@pytest.mark.parametrize(
    ("key", "official_name"),
    [
        ("01001000", "Flensburg, Stadt"),
        ("010010000000", "Flensburg, Stadt"),
        ("01001", "Flensburg, Stadt"),
        ("072335006", "Verbandsgemeinde Gerolstein"),
        ("072335006000", "Verbandsgemeinde Gerolstein"),
        ("072335006026", "Gerolstein, Stadt"),
        ("07233", "Landkreis Vulkaneifel"),
        ("072330000000", "Landkreis Vulkaneifel"),
        ("03241", "Region Hannover"),
        ("05334", "Städteregion Aachen"),
        ("10041", "Regionalverband Saarbrücken"),
        ("05566", "Kreis Steinfurt"),
        ("13072", "Landkreis Rostock"),
        ("03358", "Heidekreis"),
        ("09184119", "Garching b.München, Stadt"),
        ("03351501", "Lohheide, gemfr. Bezirk"),
        ("08115", "Landkreis Böblingen"),
    ],
)
def test_find_knows_every_official_key(register, key, official_name):
    assert register.find(key).official_name == official_name


@pytest.mark.parametrize(
    "key",
    ["", "0", "1001000", "99999", "07000999", "13000999", "01001000 ", "٠١٠٠١", "\0", "Gerolstein"],
)
def test_find_gives_none_for_everything_else(register, key):
    assert register.find(key) is None


@pytest.mark.parametrize(
    ("key", "size_class"),
    [
        ("01051075", "landgemeinde"),
        ("03358017", "kleine_kleinstadt"),
        ("072335006", "kleine_mittelstadt"),
        ("11000000", "grosse_grossstadt"),
        ("07233", None),
    ],
)
def test_municipalities_and_associations_have_a_size_class_and_districts_none(
    register, key, size_class
):
    assert register.find(key).size_class == size_class


@pytest.mark.parametrize(
    ("population", "size_class"),
    [
        (0, "landgemeinde"),
        (4_999, "landgemeinde"),
        (5_000, "kleine_kleinstadt"),
        (10_000, "groessere_kleinstadt"),
        (20_000, "kleine_mittelstadt"),
        (50_000, "groessere_mittelstadt"),
        (99_999, "groessere_mittelstadt"),
        (100_000, "kleinere_grossstadt"),
        (500_000, "grosse_grossstadt"),
        (10**9, "grosse_grossstadt"),
    ],
)
def test_a_size_class_begins_at_its_smallest_population(population, size_class):
    assert size_class_of(population) == size_class


def test_nobody_has_fewer_than_no_inhabitants():
    with pytest.raises(ValueError, match="a population is 0 or more, not -1"):
        size_class_of(-1)


# Search


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Mühlacker", "08236040"),
        ("Muehlacker", "08236040"),
        ("Muhlacker", "08236040"),
        ("mühlacker", "08236040"),
        ("MÜHLACKER", "08236040"),
        ("Mu\u0308hlacker", "08236040"),
        ("  Mühlacker  ", "08236040"),
        ("ühlacker Große Kreisstadt", "08236040"),
        ("Weißenfels", "15084550"),
        ("Weissenfels", "15084550"),
        ("WEIẞENFELS", "15084550"),
        ("Munster", "03358016"),
        ("Münster", "05515000"),
        ("Durmentingen", "08426035"),
        ("Baden Baden", "08211000"),
        ("baden-baden", "08211000"),
        ("St. Ingbert", "10045117"),
        ("St Ingbert", "10045117"),
        ("St.Ingbert", "10045117"),
        ("Sankt Ingbert", "10045117"),
        ("Neuenkirchen Heidekreis", "03358017"),
        ("Heidekreis, Neuenkirchen", "03358017"),
        ("29643 Neuenkirchen", "03358017"),
        ("Neuenkirchen Amt Landhagen", "13075102"),
        ("Neuenkirchen (Kreis Steinfurt)", "05566060"),
        ("Frankfurt am Main", "06412000"),
        ("Frankfurt a.M.", "06412000"),
        ("Main Frankfurt", "06412000"),
        ("Frankfurt Oder", "12053000"),
        ("Neustadt an der Weinstraße", "07316000"),
        ("Stadt Osnabrück", "03404000"),
        ("Landkreis Osnabrück", "03459"),
        ("Kreis Osnabrück", "03459"),
        ("Landkreis Steinfurt", "05566"),
        ("VG Gerolstein", "072335006"),
        ("Gerolstein Stadt", "07233026"),
        ("Hansestadt Lübeck", "01003000"),
        ("Cottbus", "12052000"),
        ("Chosebuz", "12052000"),
        ("Lubnjow", "12066196"),
        ("Zly Komorow", "12066304"),
    ],
)
def test_a_place_is_found_however_it_is_typed(register, query, first):
    assert found_keys(register, query)[0] == first


def test_more_words_narrow_the_neuenkirchen_down_to_a_state(register):
    found = register.search("Neuenkirchen Niedersachsen").entries

    assert {entry.state for entry in found} == {"Niedersachsen"}
    assert [entry.district for entry in found if entry.level is EntryLevel.MUNICIPALITY] == [
        "Heidekreis",
        "Landkreis Osnabrück",
        "Landkreis Cuxhaven",
        "Landkreis Diepholz",
        "Landkreis Stade",
        "Landkreis Vechta",
    ]


def test_whole_names_come_first_then_beginnings_then_words_then_parts(register):
    names = [fold(entry.name) for entry in register.search("Berg", limit=5000).entries]

    def rank(name: str) -> int:
        if name == "berg":
            return 0
        return 1 if name.startswith("berg") else 2 if " berg" in name else 3

    ranks = [rank(name) for name in names]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2, 3}


def test_among_equals_the_largest_comes_first(register):
    found = [e for e in register.search("Neuenkirchen").entries if e.name == "Neuenkirchen"]

    assert [entry.population for entry in found] == sorted(
        (entry.population for entry in found), reverse=True
    )


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("03358017", ["03358017"]),
        ("033580017017", ["03358017"]),
        ("03 3 58 017", ["03358017"]),
        ("072335006", ["072335006"]),
        ("07 2 33 5006 026", ["07233026"]),
        ("29643", ["03358017"]),
        ("54568", ["07233026"]),
        ("01067", ["14612000"]),
    ],
)
def test_a_number_is_a_key_or_the_post_code_of_a_town_hall(register, query, keys):
    assert found_keys(register, query) == keys


def test_five_digits_may_be_a_district_and_a_post_code_at_once(register):
    both = [
        entry
        for entry in register.entries
        if entry.postal_code and register.find(entry.postal_code) is not None
    ]

    for entry in both:
        assert found_keys(register, entry.postal_code)[0] == register.find(entry.postal_code).key
        assert entry.key in found_keys(register, entry.postal_code)
    assert both != []


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a",
        "ü",
        "e n",
        "Atlantis",
        "Neuenkirchen Atlantis",
        "Niedersachsen Heidekreis Gemeinde 29643",
        "99999",
        "99999999",
        "0335801",
        "٢٩٦٤٣",
        "２９６４３",
        "²³",
        "%%",
        "__",
        "%",
        "Neuenkirch%nberg",
        "'; DROP TABLE municipalities; --",
        "\0\0",
        "| |",
        "\n\n",
        "🏘️🏘️",
        "نوينكيرشن",
        "\ud800\udfff",
        "Neuenkirchen" + "n" * 10_000,
        "Neuenkirchen " * 9,
        "9" * 10_000,
    ],
)
def test_a_miss_is_an_empty_result(register, query):
    assert register.search(query) == NOTHING


@pytest.mark.parametrize(
    "query", ["\u202eNeuenkirchen🏘", "Neuenkirchen\0", "%Neuenkirchen%", "a Neuenkirchen"]
)
def test_signs_that_no_name_holds_are_passed_over(register, query):
    assert register.search(query) == register.search("Neuenkirchen")


def test_a_limit_shortens_the_list_and_not_the_total(register):
    all_of_them = register.search("neu", limit=10_000)

    assert register.search("neu", limit=3) == SearchResult(
        all_of_them.entries[:3], len(all_of_them.entries)
    )
    assert register.search("neu", limit=0) == SearchResult((), all_of_them.total)
    assert register.search("neu", limit=-1) == SearchResult((), all_of_them.total)


def test_every_entry_is_found_by_its_own_name_and_key(register):
    sample = register.entries[::97]

    lost = [
        entry.key
        for entry in sample
        if entry.key not in found_keys(register, f"{entry.name} {entry.state}", limit=20_000)
        or entry.key not in found_keys(register, entry.key)
    ]

    assert lost == []


@given(query=st.text(max_size=120), limit=st.integers(-5, 60))
def test_no_text_breaks_the_search(query, limit):
    register = load_register()

    result = register.search(query, limit=limit)

    assert len(result.entries) <= max(0, limit)
    assert len(result.entries) <= result.total <= len(register)


@given(words=st.permutations(["Neustadt", "Weinstraße", "Rheinland", "Pfalz", "Stadt"]))
def test_the_order_of_words_does_not_matter(words):
    register = load_register()

    assert found_keys(register, " ".join(words)) == ["07316000"]


def test_threads_that_come_at_once_share_one_register():
    register_module._read_register.cache_clear()
    barrier = threading.Barrier(4)
    seen: list[Register] = []

    def load() -> None:
        barrier.wait()
        seen.append(load_register())

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [found is seen[0] for found in seen] == [True] * 4
