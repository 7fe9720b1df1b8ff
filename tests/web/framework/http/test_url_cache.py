"""Addresses in templates: those of Flask's own function, whatever the prefix."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string, url_for
from werkzeug.routing import IntegerConverter, Map, Rule

from conftest import SLUG
from webapp.web.framework.http.url_cache import Route

ASKED = (
    ("reading.paragraph", {"slug": SLUG, "number": 1}),
    ("reading.paragraph", {"slug": SLUG, "number": 2}),
    ("settings.page", {"next": "/texts/a b/1?x=1"}),
    ("static", {"filename": "framework/base.css"}),
    ("shelf.library", {}),
)


@pytest.mark.parametrize("prefix", ["", "/fahm"])
def test_they_are_flasks_own(app: Flask, prefix: str) -> None:
    for _ in range(2):
        for endpoint, values in ASKED:
            with app.test_request_context(environ_overrides={"SCRIPT_NAME": prefix}):
                told = render_template_string("{{ url_for(endpoint, **values) }}", endpoint=endpoint, values=values)
                assert told.replace("&amp;", "&") == url_for(endpoint, **values)
                assert told.startswith(f"{prefix}/")


def test_a_whole_address_follows_from_the_request(app: Flask) -> None:
    for host in ("one.example", "other.example"):
        with app.test_request_context(base_url=f"http://{host}"):
            told = render_template_string("{{ url_for('shelf.library', _external=True) }}")
            assert told == f"http://{host}/"


def test_nothing_is_remembered_while_files_may_change(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.debug = True
    asked: list[str] = []
    monkeypatch.setattr(
        "webapp.web.framework.http.url_cache.url_for", lambda endpoint, **values: asked.append(endpoint) or "/"
    )
    with app.test_request_context():
        for _ in range(2):
            render_template_string("{{ url_for('shelf.library') }}")
    assert asked == ["shelf.library"] * 2


def test_a_route_makes_the_addresses_of_any_rule(app: Flask) -> None:
    """Of each rule of the house, with what it needs and a value that it does not know."""
    for rule in app.url_map.iter_rules():
        plain = Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods, defaults=rule.defaults)
        Map([plain], converters=app.url_map.converters)
        kinds = rule._converters.items()
        values = {name: 7 if isinstance(kind, IntegerConverter) else "ar" for name, kind in kinds}
        for more in ({}, {"q": "كتاب", "self": "x", "rule": "y"}):
            for append in (True, False):
                assert rule.build({**values, **more}, append) == plain.build({**values, **more}, append)


def test_a_route_is_not_made_ready_before_it_is_asked_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Rule] = []
    real = Rule._compile_builder

    def noting(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(rule)
        return real(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noting)
    route = Route("/a/<name>", endpoint="a")
    Map([route])
    assert compiled == []
    assert [route.build({"name": name}) for name in "bc"] == [("", "/a/b"), ("", "/a/c")]
    assert compiled == [route]
