"""Ask the server in the same container whether it is alive; the exit code is the answer."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

TIMEOUT = 4


def main() -> int:
    port = (os.environ.get("BIND") or "127.0.0.1:8000").rpartition(":")[2]
    # The check answers to its own names alone, also when we ask.
    host = urlsplit(os.environ.get("PUBLIC_URL") or "").hostname or "localhost"
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT):  # noqa: S310
            return 0
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
