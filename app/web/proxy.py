"""Which proxies stand in front, and what they may say about a visitor's request."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def trust_proxies(app: Flask) -> None:
    """Believe as many X-Forwarded entries as there are proxies of our own, counted from the right.

    Whatever stands further left the visitor may have written. Without a proxy nothing counts.
    """
    count = app.config["PROXY_COUNT"]
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
