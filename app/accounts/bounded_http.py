"""Ask a provider over HTTP: encrypted, for a few seconds, and not to be led elsewhere."""

from __future__ import annotations

import time
from typing import Any

from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL, ReadTimeout, TooManyRedirects
from urllib3.exceptions import HTTPError

from app.accounts.identity import ProviderAway, is_safe_address

SECONDS_TO_WAIT = 5
LONGEST_REPLY = 512 * 1024


class WithinBounds(HTTPAdapter):
    """Replies that come in time, are of a sensible length, and lead nowhere else."""

    def send(self, request: PreparedRequest, *_: Any, **options: Any) -> Response:
        if not is_safe_address(request.url):
            raise InvalidURL("not encrypted")
        ends_at = time.monotonic() + SECONDS_TO_WAIT
        response = super().send(request, **{**options, "stream": True, "timeout": SECONDS_TO_WAIT})
        try:
            if response.is_redirect:
                raise TooManyRedirects("it leads elsewhere")
            response._content = _read(response, ends_at)
        finally:
            response.close()
        return response


def _read(response: Response, ends_at: float) -> bytes:
    """The whole reply, unless it drips or does not end."""
    read = b""
    try:
        while part := response.raw.read1(LONGEST_REPLY, decode_content=True):
            read += part
            if len(read) > LONGEST_REPLY or time.monotonic() > ends_at:
                raise ReadTimeout("too long")
    except HTTPError as error:
        raise ReadTimeout("it breaks off") from error
    return read


def bounded(session: Any) -> Any:
    """The session, from now on within bounds."""
    session.adapters.clear()
    session.mount("http://", WithinBounds())
    session.mount("https://", WithinBounds())
    return session


def ask(address: str) -> dict[str, Any]:
    """What a provider tells at an address, as JSON. Raises ProviderAway."""
    try:
        with bounded(Session()) as session:
            response = session.get(address, headers={"Accept": "application/json"})
        response.raise_for_status()
        told = response.json()
    except (RequestException, ValueError, RecursionError) as error:
        raise ProviderAway(f"no particulars: {type(error).__name__}") from error
    if not isinstance(told, dict):
        raise ProviderAway("its particulars are not readable")
    return told
