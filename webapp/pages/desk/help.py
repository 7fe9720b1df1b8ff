"""The teacher's guide as pages of the desk, and which part of it a page of the desk leads to.

The guide is Markdown in ``webapp/guide/``, a file a language. Its parts have the same order in both, and ANCHORS names
them in that order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import current_app, render_template, request, send_from_directory, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Reply

from webapp.pages.desk import bp
from webapp.pages.language import speaks_english

GUIDE = Path(__file__).parents[2] / "guide"
ANCHORS = ("start", "class", "file", "live", "marking", "scores", "regrade", "words", "backup", "record")
BY_ENDPOINT = {"desk.learner": "record", "desk.ask_to_delete": "record", "desk.demo": "start"}
BY_ROOM = {
    "signing": "start",
    "second_step": "start",
    "account": "start",
    "accounts": "start",
    "people": "class",
    "roster": "class",
    "classwork": "class",
    "live": "live",
    "marking": "marking",
    "scores": "scores",
    "heat": "scores",
    "figures": "scores",
    "items": "scores",
    "options": "scores",
    "record": "scores",
    "regrading": "regrade",
    "authoring": "file",
    "words": "words",
    "data": "record",
}
"""By the module that a page of the desk is in."""


@dataclass(frozen=True)
class Guide:
    """A guide as HTML without its title, and its parts as (anchor, title)."""

    title: str
    body: Markup
    parts: tuple[tuple[str, str], ...]


@bp.get("/help")
@bp.get("/help/<any(ar, en):language>")
def help(language: str = "") -> str:
    """The guide; it tells nothing of anybody, so that it is open to all."""
    language = language or ("en" if speaks_english() else "ar")
    return render_template("desk/help/guide.html", language=language, guide=guide(language, request.script_root))


@bp.get("/help/pictures/<slug:name>.jpg")
def guide_picture(name: str) -> Reply:
    """One of the guide's pictures."""
    return send_from_directory(GUIDE / "pictures", f"{name}.jpg")


@cache
def guide(language: str, under: str = "") -> Guide:
    """The guide in ``ar`` or ``en``, made once for each path that Fahm lies ``under``: its pictures are addressed."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = made.parse((GUIDE / f"guide.{language}.md").read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]
    anchors, parts = iter(ANCHORS), []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and token.tag == "h2" and following:
            anchor = next(anchors)
            token.attrSet("id", anchor)
            parts.append((anchor, following.content))
        for child in token.children or ():
            if child.type == "image":
                name = Path(str(child.attrs["src"])).stem
                child.attrSet("src", url_for("desk.guide_picture", name=name))
                child.attrSet("loading", "lazy")
    return Guide(title, Markup(made.renderer.render(tokens, made.options, {})), tuple(parts))


def part_of(endpoint: str | None) -> str:
    """The anchor of the part that a page leads to; the guide's first where nothing is said of it."""
    if endpoint in BY_ENDPOINT:
        return BY_ENDPOINT[endpoint]
    view = current_app.view_functions.get(endpoint or "")
    room = view.__module__.rpartition(".")[2] if view else ""
    return BY_ROOM.get(room) or BY_ROOM.get(room.partition("_")[0], ANCHORS[0])


def help_address() -> str:
    """Where the page that is drawn now is explained."""
    return url_for("desk.help", _anchor=part_of(request.endpoint))
