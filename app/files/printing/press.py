"""Turns data into a PDF in a process of its own: JSON comes in, the file goes out.

It is run as a file, never imported: it knows nothing of the application, so that it starts at once
and whatever goes wrong in it, or takes too long, leaves the application as it is.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import typst

try:
    import resource
except ImportError:  # On Windows.
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 2 << 30
"""Bytes of address space, most of which is never touched."""
MOST_SECONDS = 15
"""Of computing. Whoever asked has given up before, and stops it; unless that process has died."""
MOST_BYTES = 50 << 20
"""The largest file that is handed out; whoever asked has to hold it in memory."""


def main() -> int:
    """Read what to print from standard input and write the PDF to standard output."""
    stay_in_the_background()
    asked = json.load(sys.stdin.buffer)
    folder = Path(__file__).parent
    try:
        made = typst.compile(
            folder / asked["template"],
            root=folder,
            font_paths=asked["fonts"],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(asked["data"])},
            timestamp=asked["timestamp"],
            # Accessible, and to be kept: a figure without words for it is refused.
            pdf_standards=["ua-1", "a-2a"],
            format="pdf",
        )
    except typst.TypstError as refused:
        told = [refused.message, *refused.hints, *refused.trace]
        sys.stderr.write("\n".join(told))
        return 1
    if len(made) > MOST_BYTES:
        sys.stderr.write(f"the file has {len(made)} bytes")
        return 1
    sys.stdout.buffer.write(made)
    return 0


def stay_in_the_background() -> None:
    """Whoever saves an answer comes first, and no paper eats up the machine.

    A hardened service may let no process change what it may take: then the paper is made all the
    same, within the limits of the service and the ten seconds that whoever asked waits.
    """
    with suppress(OSError):
        if hasattr(os, "nice"):
            os.nice(10)
    if resource is not None:
        take_at_most(resource.RLIMIT_AS, MOST_MEMORY)
        take_at_most(resource.RLIMIT_CPU, MOST_SECONDS)


def take_at_most(kind: int, most: int) -> None:
    """A limit is lowered and never raised: where it is lower already it stays."""
    # A refusal is told as the one or the other.
    with suppress(OSError, ValueError):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


if __name__ == "__main__":
    sys.exit(main())
