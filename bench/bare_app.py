"""Bare Flask, or with libraries loaded: nothing on them can be faster or smaller."""

from __future__ import annotations

import importlib
import os

from flask import Flask

app = Flask(__name__)
for module in filter(None, os.environ.get("BENCH_LOADS", "").split(",")):
    importlib.import_module(module)


@app.get("/")
def hello() -> str:
    return "hello"
