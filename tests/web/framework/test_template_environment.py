"""Compiling templates: once, although many threads want the same one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from jinja2 import BaseLoader, DictLoader, Environment

from webapp.web.framework import template_environment
from webapp.web.framework.template_environment import TemplateEnvironment


class CountingLoader(BaseLoader):
    """A loader that counts, and that looks whether another thread could load meanwhile."""

    def __init__(self) -> None:
        self.loads = 0
        self.others_could_load: list[bool] = []

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool]]:
        self.loads += 1
        assert isinstance(environment, TemplateEnvironment)
        with ThreadPoolExecutor(1) as other:
            self.others_could_load.append(other.submit(environment.compiling.acquire, blocking=False).result())
        return "{{ 1 + 1 }}", None, lambda: True


def test_a_template_that_many_threads_want_is_compiled_once() -> None:
    app, loader, threads = Flask("one"), CountingLoader(), 8
    template_environment.init_app(app)
    app.jinja_env.loader = loader
    together = threading.Barrier(threads)

    def draw(_: int) -> str:
        together.wait()
        return app.jinja_env.get_template("sum.html").render()

    with ThreadPoolExecutor(threads) as pool:
        assert list(pool.map(draw, range(threads))) == ["2"] * threads
    assert (loader.loads, loader.others_could_load) == (1, [False])


def test_the_application_draws_with_this_environment(app: Flask) -> None:
    assert isinstance(app.jinja_env, TemplateEnvironment)


def test_a_template_sees_what_is_added_later_and_keeps_its_own_to_itself() -> None:
    app = Flask("one")
    template_environment.init_app(app)
    app.jinja_env.loader = DictLoader({"plain.html": "{{ added }}{{ own }}", "other.html": "{{ added }}{{ own }}"})
    plain = app.jinja_env.get_template("plain.html")
    other = app.jinja_env.get_template("other.html", globals={"own": "!"})
    app.jinja_env.globals["added"] = "now"
    assert (plain.render(), "own" in app.jinja_env.globals) == ("now", False)
    assert other.render() == "now!"
