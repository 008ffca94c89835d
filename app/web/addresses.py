"""Addresses that forms send along, to go back to: only ever ones of our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


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
