"""Health check for monitoring: state of the store, version of SQLite or PostgreSQL, faulty question files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response as Reply

from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.services import current_services

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> tuple[Reply, int]:
    """200 and ``ok`` while an answer could be kept, else 503; faulty question files are named, not their contents."""
    services = current_services()
    shelf = services.library.snapshot
    status, store = "ok", dict[str, Any]()
    try:
        services.store.ready()
        store = services.store.check(deep=False)
    except StoreUnavailable:  # the cause is not for everybody: `fahm doctor` reports it
        status = "answers cannot be kept"
    body = {
        "status": status,
        "texts": len(shelf.lessons),
        "problems": [f"{problem.path}:{problem.line}:{problem.column}" for problem in shelf.problems],
        "stale": sorted(shelf.stale),
        "sqlite": store.get("sqlite_version"),
    }
    if "postgres_version" in store:
        body["postgres"] = store["postgres_version"]
    return jsonify(body), 200 if status == "ok" else 503
