"""The checklists of this installation: read once, broken ones stop the start."""

from __future__ import annotations

import os
import sys
from typing import cast

from flask import Flask, current_app

from app.domain.library import Library, load_library


def open_checklists(app: Flask) -> None:
    """Read every checklist now, so that a broken one is told before anybody is served.

    Command-line tools read them when first asked for: `flask checklist check` must run
    just when a checklist is broken.
    """
    is_command_line_tool = os.environ.get("FLASK_RUN_FROM_CLI") == "true" and "run" not in sys.argv
    if not is_command_line_tool:
        app.extensions["checklists"] = load_library(app.config["CHECKLIST_FOLDERS"])


def checklists() -> Library:
    app = current_app
    if "checklists" not in app.extensions:
        app.extensions["checklists"] = load_library(app.config["CHECKLIST_FOLDERS"])
    return cast(Library, app.extensions["checklists"])
