#!/usr/bin/env python3
"""The one way in: python3 run.py demo | serve | test | lint | bench | reliability.

Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pathlib
import platform
import socket
import subprocess
import sys
import sysconfig
import tempfile
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
ON_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")
RUN_LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements" / "dev.txt"
OLDEST_PYTHON = (3, 11)

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
STATIC_CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "ruff": ["-m", "ruff", "check", "."],
    "mypy": ["-m", "mypy"],
    "imports": ["-c", LINT_IMPORTS],
    "templates": ["-m", "djlint", "app/templates", "--lint", "--quiet"],
}
# Several flask commands after each other: the application is loaded once, not for each.
PREPARE = """
import sys
from flask.cli import ScriptInfo
from wsgi import app
for command in sys.argv[1:]:
    script = ScriptInfo(create_app=lambda: app)
    app.cli.main(command.split(), obj=script, standalone_mode=False)
"""
# What has a database is tested on both engines.
TEST_PASSES: dict[str, tuple[list[str], dict[str, str]]] = {
    "tests": ([], {}),
    "tests on PostgreSQL": (["-m", "not browser"], {"TEST_DATABASE": "postgresql"}),
}
MEASURES = {"bench": "bench", "reliability": "tests.reliability"}
FIXES = (["-m", "ruff", "format", "."], ["-m", "ruff", "check", "--fix", "."])


def main() -> int:
    """Run one command; the exit code says whether it went well."""
    if sys.version_info < OLDEST_PYTHON:
        return fail(f"Python 3.11 or newer is needed, this is {platform.python_version()}.")
    parser = arguments()
    asked, rest = parser.parse_known_args()
    if rest and asked.command not in ("test", "bench", "reliability"):
        parser.error(f"not understood: {' '.join(rest)}")
    try:
        return obey(asked, rest)
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    except KeyboardInterrupt:
        return 130


def obey(asked: argparse.Namespace, rest: list[str]) -> int:
    if asked.command == "test":
        return test(rest)
    if asked.command == "lint":
        return lint(fix=asked.fix)
    if asked.command in ("bench", "reliability"):
        return measure(asked.command, rest)
    return start(with_example=asked.command == "demo")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description="Willkommenscheck")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="set up, load the invented example town, serve")
    commands.add_parser("serve", help="set up and serve, without the example")
    commands.add_parser("test", help="every check and every test; or pytest with what follows")
    linting = commands.add_parser("lint", help="the checks that run no code of ours")
    linting.add_argument("--fix", action="store_true", help="first repair what can be repaired")
    commands.add_parser("bench", help="measure, and print the measurements as a table")
    commands.add_parser("reliability", help="kill, fill and restart things; print what was lost")
    return parser


def start(*, with_example: bool) -> int:
    """Set up what is missing, bring the database up to date, and serve until stopped."""
    port = os.environ.get("PORT") or "8000"
    complaint = port_complaint(port)
    if complaint or not install(RUN_LOCK, "about half a minute"):
        return fail(complaint)
    if with_example:
        os.environ.setdefault("MODE", "demo")
    run("-c", PREPARE, "ops upgrade", *(["demo load"] if with_example else []))
    say(f"\nWillkommenscheck: http://127.0.0.1:{port}   (Ctrl+C ends it)\n")
    return serve_until_stopped(port)


def serve_until_stopped(port: str) -> int:
    """Serve with gunicorn as gunicorn.conf.py says; on Windows, where there is none, waitress."""
    if not ON_WINDOWS:
        os.chdir(ROOT)
        command = [str(PYTHON), "-m", "gunicorn", "wsgi:app"]
        # Becoming the server, rather than waiting for it, lets every signal reach it.
        os.execve(command[0], command, environment())  # noqa: S606
    return run("-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8", "wsgi:app")


def port_complaint(port: str) -> str:
    """What is wrong with the port, or nothing."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port[:6]) < 65536:
        return f"PORT must be a number from 1 to 65535, it is {port!r}."
    with socket.socket() as probe:
        if not ON_WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            return f"Port {port} is not yours to open. Choose one above 1023: PORT=8001"
        except OSError:
            return f"Port {port} is in use. Stop what runs there, or choose another: PORT=8001"
    return ""


def test(only: list[str]) -> int:
    """Run every check, then every test; say at the end what failed and what was skipped."""
    if not install(DEV_LOCK, "about a minute"):
        return 1
    if only:
        return run("-m", "pytest", *only, check=False)
    failed, skipped = failed_checks(), []
    for name, (options, settings) in TEST_PASSES.items():
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / "report.xml"
            say(f"\n== {name} ==")
            command = ["-m", "pytest", *options, *in_parallel(), f"--junitxml={report}"]
            if run(*command, check=False, **settings):
                failed.append(name)
            skipped += skipped_tests(report)
    return conclude(failed, skipped)


def in_parallel() -> list[str]:
    """Two workers where there are two cores; the tests of a file stay together."""
    return ["-n", "2", "--dist", "loadfile"] if (os.cpu_count() or 1) > 1 else []


def conclude(failed: list[str], skipped: list[str]) -> int:
    """Sum up loudly. In CI a skipped test counts as a failure."""
    strict = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    if skipped:
        say(f"\n!! {len(skipped)} tests were SKIPPED" + (", which fails in CI:" if strict else ":"))
        for line in skipped:
            say(f"!!   {line}")
        if strict:
            failed.append("skipped tests")
    say(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll that ran is well.")
    return 1 if failed else 0


def skipped_tests(report: pathlib.Path) -> list[str]:
    """Name and reason of every skipped test, from pytest's report; empty if there is none."""
    if not report.exists():
        return []
    lines = []
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):  # noqa: S314
        for skip in case.findall("skipped"):
            if skip.get("type") != "pytest.xfail":
                lines.append(f"{case.get('classname')}: {case.get('name')}: {skip.get('message')}")
    return lines


def lint(*, fix: bool) -> int:
    if not install(DEV_LOCK, "about a minute"):
        return 1
    for repair in FIXES if fix else ():
        run(*repair, check=False)
    return conclude(failed_checks(), [])


def failed_checks() -> list[str]:
    """Run all static checks, also after a failure, and name those that failed."""
    failed = []
    for name, command in STATIC_CHECKS.items():
        say(f"== {name} ==")
        if run(*command, check=False):
            failed.append(name)
    return failed


def measure(command: str, options: list[str]) -> int:
    if not install(DEV_LOCK, "about a minute"):
        return 1
    return run("-m", MEASURES[command], *options, check=False)


def install(lock: pathlib.Path, duration: str) -> bool:
    """Have everything in the lock installed in .venv; False if the system lacks a package.

    Done once: a stamp keeps the hash of the lock, so that later runs need neither time nor network.
    """
    stamp = VENV / f".installed-{lock.stem}"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if has_environment() and stamp.exists() and stamp.read_text() == wanted:
        return True
    say(f"Setting up {VENV} ({duration}, needs the network once) ...")
    if not has_environment() and not make_environment():
        return False
    stamp.unlink(missing_ok=True)
    # Compiling everything takes a third of the time; Python compiles what it uses when it does.
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--no-compile"]
    wheels = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    run("-m", "pip", "install", *options, *wheels)
    stamp.write_text(wanted)
    return True


def has_environment() -> bool:
    """Whether .venv is there, with pip, and on Unix made by this version of Python."""
    libraries = sysconfig.get_path("purelib", "venv", {"base": str(VENV)})
    return PYTHON.exists() and pathlib.Path(libraries, "pip", "__main__.py").exists()


def make_environment() -> bool:
    """Make .venv anew; False, with one line of advice, if this Python cannot."""
    try:
        import ensurepip  # noqa: F401  (Debian ships it in a package of its own)
        import venv

        venv.create(VENV, with_pip=True, clear=True, symlinks=not ON_WINDOWS)
    except (ImportError, subprocess.CalledProcessError):
        fail(
            "This Python cannot make virtual environments."
            " On Debian and Ubuntu: sudo apt install python3-venv"
        )
        return False
    return True


def run(*command: str, check: bool = True, **settings: str) -> int:
    """Run Python from .venv in the project's folder; with `check` a failure ends everything."""
    whole = {**environment(), **settings}
    done = subprocess.run([str(PYTHON), *command], cwd=ROOT, env=whole, check=check)
    return done.returncode


def environment() -> dict[str, str]:
    return {**os.environ, "FLASK_APP": "wsgi", "PYTHONUNBUFFERED": "1"}


def say(text: str) -> None:
    print(text, flush=True)


def fail(complaint: str) -> int:
    if complaint:
        print(complaint, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
