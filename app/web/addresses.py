"""Addresses of our own: those that forms send along to go back to, and those we give to others."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException


def public_address(endpoint: str, **view_arguments: Any) -> str:
    """The whole address, under the name the installation goes by rather than the request's."""
    public = current_app.config.get("PUBLIC_URL")
    if not public:
        return url_for(endpoint, **view_arguments, _external=True)
    # A sub-path stands in the setting already; the address without it comes behind.
    path = url_for(endpoint, **view_arguments).removeprefix(request.script_root)
    return str(public).rstrip("/") + path


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
