"""For machines that watch: is it alive, which SQLite runs, are the question files in order."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response as Reply

from webapp.pages.services import services

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> tuple[Reply, int]:
    """200 and ``ok`` while the store answers; faulty question files are named, not their contents."""
    here = services()
    shelf = here.library.shelf
    store: dict[str, Any] = here.store.check(deep=False)
    body = {
        "status": "ok",
        "texts": len(shelf.lessons),
        "problems": [f"{problem.path}:{problem.line}:{problem.column}" for problem in shelf.problems],
        "stale": sorted(shelf.stale),
        "sqlite": store.get("sqlite_version"),
    }
    return jsonify(body), 200
