"""Whatever is sent to whichever address: a clear answer, never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.assessments.opening import open_or_404
from app.reports.queries import load_report
from tests.builders import CHECKLIST, an_answer, an_assessment
from tests.visitor import Page, Visitor, check_page
from tests.workshops.rooms import a_running_workshop

KEY = "mi_language_needs"
WHERE = "/municipalities/own-musterort/in2_willkommenskultur/2026"
HOSTILE = {
    "forty digits": "9" * 40,
    "five thousand digits": "9" * 5_000,
    "negative": "-1",
    "other digits": "٢٠٢٦",
    "nothing": "",
    "zero byte": "a\x00b",
    "lone surrogate": "a\udc80b",
    "ten kilobytes": "x" * 10_000,
    "the way up": "../../../etc/passwd",
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7 * 7 }}%(a)s{0}",
    "quotes": "' OR 1=1; --\"",
    "line ends": "a\r\nSet-Cookie: b=c",
    "many marks": "a" + "\u0301" * 500,
    "reversed": "\u202eabc",
    "wide": "\U0001f469\u200d\U0001f467" * 100,
    "list": "['a', 'b']",
    "wrong kind": "null",
}
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
ADDRESSES = [
    "/{0}",
    "/start/{0}",
    "/start?q={0}",
    "/static/{0}",
    "/municipalities/{0}",
    "/municipalities/{0}/in2_willkommenskultur/2026",
    "/municipalities/own-musterort/{0}/2026",
    "/municipalities/own-musterort/in2_willkommenskultur/{0}",
    WHERE + "/{0}",
    WHERE + "/sections/{0}",
    WHERE + "/history?before={0}",
    WHERE + "/targets?all={0}",
    WHERE + "/result/{0}.svg",
    WHERE + "/result/profile.{0}",
]
FORMS = {
    "/language": ["language", "next"],
    "/start/own": ["name", "country", "population"],
    "/start/07334007": ["checklist", "year", "scope"],
    WHERE: ["respondent", "reference_date"],
    f"{WHERE}/sections/mi_needs_and_standards": [
        *(f"{KEY}-{name}" for name in ("version", "choice", "reason", "note", "sureness")),
        *("save", "undo", "criterion"),
    ],
    f"{WHERE}/criteria/{KEY}": [
        *(f"{KEY}-{name}" for name in ("version", "choice", "reason", "note", "sureness")),
        "criterion",
    ],
    f"{WHERE}/targets": [f"{KEY}-{name}" for name in ("version", "target", "importance")],
    f"{WHERE}/targets/{KEY}": [f"{KEY}-{name}" for name in ("version", "target", "importance")],
    f"{WHERE}/proposals": [],
    f"{WHERE}/conflicts": [
        *(f"{KEY}-{name}" for name in ("version", "choice", "reason", "note", "sureness")),
        *(f"{KEY}-{name}" for name in ("target", "importance", "keep")),
        "back",
    ],
    f"{WHERE}/scope": ["scope"],
    f"{WHERE}/archive": [],
    f"{WHERE}/restore": [],
    f"{WHERE}/discard": ["confirm"],
    "/municipalities/own-musterort/workshops/new": [
        *("check", "title", "held_on", "minutes", "which", "sections", "criteria", "pace"),
        *("languages", "shows_two", "most_participants", "threshold", "kept_days"),
        *("small_room", "seen", "more", "look", "group_0-de-name", "group_0-invited"),
    ],
    **{
        f"/municipalities/own-musterort/workshops/1{page}": names
        for page, names in {
            "/turn": ["criterion", "seen"],
            "/lock": ["what"],
            "/rounds/open": ["what", "criterion", "seen"],
            "/rounds/close": ["rounds"],
            "/participants/remove": ["sign"],
            "/notes": ["criterion", "seen", "room-note", "item-note"],
            "/agenda": ["what", "criterion", "seen"],
            "/minutes": ["what", "seen"],
            f"/criteria/{KEY}/decision": ["choice", "how", "reason", "minority-note", "seen"],
        }.items()
    },
}


def quoted(text: str) -> str:
    """As in an address; a lone surrogate as the three bytes that are no UTF-8."""
    raw = text.replace("\udc80", "\ud800").encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)


@pytest.fixture
def self_check(app: Flask) -> Iterator[Visitor]:
    """A visitor at a self-check with a few answers; afterwards it can still be read."""
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, note="Beschluss")
    an_answer(assessment, "mi_website", level=2)
    a_running_workshop(assessment)
    visitor = Visitor(app)
    visitor.token()
    yield visitor


def is_no_fault(response: TestResponse) -> bool:
    """An answer below 500, and a sound page if it is one."""
    if response.mimetype == "text/html" and response.status_code not in (301, 302, 308):
        check_page(Page(response))
    return response.status_code < 500


@hostile
def test_no_address_is_a_fault(self_check: Visitor, text: str) -> None:
    faults = [
        pattern
        for pattern in ADDRESSES
        if not is_no_fault(self_check.gets(pattern.format(quoted(text))))
    ]

    assert faults == []


@hostile
def test_no_form_is_a_fault(self_check: Visitor, text: str) -> None:
    sent = text.encode("utf-8", "surrogateescape")

    faults = [
        (path, name)
        for path, names in FORMS.items()
        for name in names
        if not is_no_fault(send(self_check, path, {name: [sent]}))
    ]

    assert faults == []
    assert everything_can_be_read(self_check)


@hostile
def test_no_page_that_saves_by_itself_is_a_fault(self_check: Visitor, text: str) -> None:
    sent = text.encode("utf-8", "surrogateescape")

    faults = [
        path
        for path, names in FORMS.items()
        if not is_no_fault(
            send(self_check, path, {name: [sent] for name in names}, accept="application/json")
        )
    ]

    assert faults == []


def send(
    visitor: Visitor, path: str, fields: dict[str, list[Any]], *, accept: str = "text/html"
) -> TestResponse:
    """Post fields, each as often as it has values, together with what makes the form valid."""
    data: MultiDict[str, Any] = MultiDict({"csrf_token": visitor.token()})
    for name, values in fields.items():
        data.setlist(name, values)
    if f"{KEY}-choice" in FORMS.get(path, ()):
        data.setdefault(f"{KEY}-version", "1")
    if path.endswith("/conflicts"):
        data.setdefault(f"{KEY}-keep", "mine")
    return visitor.asks(visitor.client.post, path, data=data, headers={"Accept": accept})


def everything_can_be_read(visitor: Visitor) -> bool:
    """Whatever is stored by now, every page still opens."""
    pages = (
        WHERE,
        f"{WHERE}/sections/mi_needs_and_standards",
        f"{WHERE}/result",
        f"{WHERE}/history",
    )
    return [visitor.gets(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/octet-stream",
        "",
        "nonsense",
    ],
)
@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"a": 1}', b"--x\r\n\r\n", b"\xff\xfe=%ZZ&&&=", b"%"]
)
def test_no_body_is_a_fault(self_check: Visitor, content_type: str, body: bytes) -> None:
    faults = [
        path
        for path in FORMS
        if not is_no_fault(
            self_check.asks(self_check.client.post, path, data=body, content_type=content_type)
        )
    ]

    assert faults == []


def test_fields_that_come_twice_are_no_fault(self_check: Visitor) -> None:
    faults = [
        path
        for path, names in FORMS.items()
        if not is_no_fault(send(self_check, path, {name: ["1", "2", "x"] for name in names}))
    ]

    assert faults == []


def test_files_in_place_of_texts_are_no_fault(self_check: Visitor) -> None:
    faults = [
        path
        for path, names in FORMS.items()
        if not is_no_fault(
            send(self_check, path, {name: [(BytesIO(b"text"), "note.txt")] for name in names})
        )
    ]

    assert faults == []


@pytest.mark.parametrize("size", [999, 1_001, 4_000])
def test_forms_with_very_many_fields_are_no_fault(self_check: Visitor, size: int) -> None:
    many = {f"{KEY}-{number}": ["x"] for number in range(size)}

    faults = [path for path in FORMS if not is_no_fault(send(self_check, path, many))]

    assert faults == []


@pytest.mark.parametrize("size", [1024 * 1024, 5 * 1024 * 1024])
def test_a_megabyte_of_text_is_no_fault(self_check: Visitor, size: int) -> None:
    path = f"{WHERE}/sections/mi_needs_and_standards"

    statuses = [
        send(self_check, path, {f"{KEY}-{name}": ["x" * size]}).status_code
        for name in ("note", "reason", "choice", "sureness", "version")
    ]

    assert statuses == ([413] * 5 if size > 4 * 1024 * 1024 else [422, 422, 422, 422, 302])


@pytest.mark.parametrize(
    "header", ["Accept", "Accept-Language", "Cookie", "If-None-Match", "Range"]
)
@pytest.mark.parametrize("value", ["", "*", "x" * 10_000, ";;,,==", "\u00fc", '"', "bytes=9-1"])
def test_no_header_is_a_fault(self_check: Visitor, header: str, value: str) -> None:
    response = self_check.gets(f"{WHERE}/result", headers={header: value})

    assert is_no_fault(response)


@pytest.mark.parametrize(
    "method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "NONSENSE"]
)
def test_no_method_is_a_fault(self_check: Visitor, method: str) -> None:
    faults = [
        path
        for path in ("/", "/about", "/start/own", WHERE, f"{WHERE}/result", f"{WHERE}/scope")
        if self_check.asks(self_check.client.open, path, method=method).status_code >= 500
    ]

    assert faults == []


VALUES = st.one_of(
    st.sampled_from(
        [
            *HOSTILE.values(),
            *("0", "1", "2", "3", "level:0", "level:3", "unknown", "not_applicable", "sure"),
            *("mine", "theirs", "both", "full", "short", "2026", "2026-10-01", KEY),
        ]
    ),
    st.text(max_size=40),
)


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(path=st.sampled_from([path for path in FORMS if "/discard" not in path]), data=st.data())
def test_no_combination_of_fields_is_a_fault(
    self_check: Visitor, path: str, data: st.DataObject
) -> None:
    names = st.sampled_from([*(FORMS[path] or ["anything"]), "no_such-note"])
    fields = data.draw(st.dictionaries(names, st.lists(VALUES, min_size=1, max_size=2), max_size=9))
    sent = {
        name: [value.encode("utf-8", "surrogatepass") for value in values]
        for name, values in fields.items()
    }

    response = send(self_check, path, sent)

    assert is_no_fault(response)
    assert load_report(open_or_404("own-musterort", CHECKLIST, 2026)).next_steps
