"""How gunicorn serves the app: one process, eight threads, this machine only."""

import os
import sys
import threading
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = 1
threads = 8
# The default of 2 seconds cuts off browsers that come back every few seconds.
keepalive = 75
timeout = 60
graceful_timeout = 30
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

    reason = reason_not_to_serve(worker.wsgi)
    if reason:
        print(reason, file=sys.stderr, flush=True)
        sys.exit(STOPS_THE_MASTER)
    for slow in (load_register, warm_up):
        threading.Thread(target=slow, daemon=True).start()
