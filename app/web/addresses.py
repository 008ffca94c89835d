"""Addresses: to go back to, only ever ones of our own; to send out, only ever as settings say."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, has_request_context, request
from werkzeug.exceptions import HTTPException

AT_THE_DESK = "http://127.0.0.1:8000"


def own_address(address: str, *, otherwise: str) -> str:
    """The path and query of an address if it leads to one of our pages, else `otherwise`.

    Scheme and host are thrown away and the path must match a route: nobody is sent elsewhere.
    """
    if not (address.isascii() and address.isprintable() and address.startswith("/")):
        return otherwise
    prefix = request.script_root
    try:
        path, query = urlsplit(address)[2:4]
        current_app.url_map.bind("").match(path.removeprefix(prefix), method="GET")
    # ValueError: brackets around what is no address of a host.
    except (HTTPException, ValueError):
        return otherwise
    return path + (f"?{query}" if query else "")


def public_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for mails and for links to copy.

    PUBLIC_URL decides, never a header that somebody sent along. Where it is not set, at the
    desk, the page is under the name it was asked by, and only this machine's names are let in.
    """
    base = current_app.config["PUBLIC_URL"]
    if not base:
        base = request.url_root.rstrip("/") if has_request_context() else AT_THE_DESK
    return base + current_app.url_map.bind("").build(endpoint, values)
