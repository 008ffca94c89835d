"""How pages show a paper: which kind each block is, and a chart as an address of its own."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from flask import Blueprint

from app.files.paper import Block, Content
from app.measures.plan_words import state_words


def kind_of(block: Block) -> str:
    """“heading”, “paragraph” …: by it the template finds what to write."""
    return type(block).__name__.lower()


def data_address(svg: bytes) -> str:
    """The drawing as an address, so that nothing in it can reach the page around it."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode('ascii')}"


def text_of(content: Content) -> str:
    return content if isinstance(content, str) else content.text


def speak_on_papers(bp: Blueprint) -> None:
    bp.add_app_template_filter(kind_of)
    bp.add_app_template_filter(data_address)
    bp.add_app_template_filter(text_of)

    @bp.app_context_processor
    def words() -> dict[str, Any]:
        return {"measure_state_words": state_words}
