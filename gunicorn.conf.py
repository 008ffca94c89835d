"""How gunicorn serves the app; by default one process, eight threads, this machine only."""

import os
import sys
import threading
from typing import Any


def amount(name: str, otherwise: int, *, most: int) -> int:
    """A setting that is a number from 1 on; anything else ends the start in one line."""
    text = os.environ.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= most:
        sys.exit(f"{name} must be a number from 1 to {most}, it is {text[:40]!r}.")
    return int(text)


bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = amount("WORKERS", 1, most=64)
threads = amount("THREADS", 8, most=256)
# The default of 2 seconds cuts off browsers that come back every few seconds.
keepalive = 75
timeout = 60
graceful_timeout = 30
# gunicorn itself believes no forwarded header from anybody: PROXY_COUNT alone says what counts.
forwarded_allow_ips = ""
# No access log: it would hold the addresses of people. Who wants one lets the proxy write it.
accesslog = None
# gunicorn would otherwise open a socket in the home directory of whoever starts it.
control_socket_disable = True


STOPS_THE_MASTER = 4
"""The exit code with which a worker says that no other worker would fare better."""


def post_worker_init(worker: Any) -> None:
    """Serve only where that does no harm; load what is slow beside the first requests."""
    # Only the worker may import the app, never the master.
    from app.charts.figure import warm_up
    from app.extensions import reason_not_to_serve
    from app.municipalities.register import load_register
    from app.workshops.retention import keep_erasing

    reason = reason_not_to_serve(worker.wsgi)
    if reason:
        print(reason, file=sys.stderr, flush=True)
        sys.exit(STOPS_THE_MASTER)
    for slow in (load_register, warm_up):
        threading.Thread(target=slow, daemon=True).start()
    threading.Thread(target=keep_erasing, args=(worker.wsgi,), daemon=True).start()
