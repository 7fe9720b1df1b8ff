"""What each of some thousand applications would do anew, and need not in a test: a good part of the suite's work."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from copy import copy
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

from webapp.private_files import make_private_file
from webapp.question_types import _bound_reader, _same_answers, cloze, short
from webapp.store.sqlite.engine import connections
from webapp.store.sqlite.engine.connections import SqliteConnections
from webapp.store.sqlite.schema import migrations
from webapp.web.teacher.accounts import passwords

STRONG = {"MEMORY_KIB": passwords.MEMORY_KIB, "PASSES": passwords.PASSES}
"""What makes a password safe is work. test_sign_in asks for as much as it is outside of tests."""
SAFE_PRAGMAS = connections.PRAGMAS
"""What makes a commit safe is waiting for the disk. Tests of power cuts run in processes of their own, which wait, and
test_database_file asks for what is set outside of tests."""


class Templates(BytecodeCache):
    """Templates that one application has compiled are there for the next, in the other processes of the suite too."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}
        self.folder: Path | None = None
        """Of this run of the tests: what compiles templates may be another thing in the next."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled of the same source, if anything."""
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))
        file = self._file(bucket)
        if bucket.code is None and file and file.exists():
            bucket.bytecode_from_string(file.read_bytes())
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """For the next one."""
        self._keep(bucket)
        if file := self._file(bucket):
            whole = file.with_name(f"{file.name}.{os.getpid()}")
            whole.write_bytes(bucket.bytecode_to_string())
            whole.replace(file)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code:
            self._compiled[bucket.key, bucket.checksum] = bucket.code

    def _file(self, bucket: Bucket) -> Path | None:
        return self.folder / f"{bucket.key}-{bucket.checksum}" if self.folder else None


class EmptyDatabases:
    """Makes a new database a copy of one that went through all migrations, of which there are many."""

    def __init__(self) -> None:
        self._prepare = SqliteConnections._prepare
        self._made: dict[int, bytes] = {}

    def prepare(self, connections: SqliteConnections, make: bool = True) -> None:
        """Do what ``SqliteConnections`` does with its file, and remember what became of the first new one."""
        path, version = connections.path, migrations.SCHEMA_VERSION
        is_new = make and not path.exists() and not path.is_symlink()
        if is_new and version in self._made:
            self._put(self._made[version], path)
        self._prepare(connections, make)
        if is_new and version not in self._made and not Path(f"{path}-wal").exists():
            self._made[version] = path.read_bytes()

    @staticmethod
    def _put(database: bytes, path: Path) -> None:
        """Make the file whole at once: others may open the same new one, and must not be written over."""
        whole = path.with_name(f".{path.name}.{get_ident()}")
        make_private_file(whole)
        whole.write_bytes(database)
        with suppress(FileExistsError):
            os.link(whole, path)
        whole.unlink()


class SharedMap(Map):
    """The addresses of an application: put together once for all of this process, which have the same hundreds."""

    _shared: ClassVar[dict[object, tuple[StateMachineMatcher, dict[Any, list[Rule]]]]] = {}

    def __init__(self, **settings: Any) -> None:
        self._waiting: list[Rule] | None = []
        super().__init__(**settings)

    def add(self, rulefactory: RuleFactory) -> None:
        """Wait with a rule until the map is used. One that comes later makes the map its application's own."""
        if self._waiting is not None:
            self._waiting += rulefactory.get_rules(self)
            self._remap = True
            return
        rules = [copy(rule) for rule in self._rules]
        self._matcher, self._rules_by_endpoint = StateMachineMatcher(self.merge_slashes), {}
        for rule in rules:
            vars(rule)["map"] = None
            super().add(rule)
        super().add(rulefactory)

    def update(self) -> None:
        """Put the rules that wait together, or take what was put together of the same ones."""
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            key = (self.host_matching, self.merge_slashes, frozenset(self.converters.items()), *map(_written, waiting))
            if key not in self._shared:
                for rule in waiting:
                    super().add(rule)
                super().update()
                self._shared[key] = self._matcher, self._rules_by_endpoint
            self._matcher, self._rules_by_endpoint = self._shared[key]
            self._remap = False
        super().update()


def _written(rule: Rule) -> tuple[object, ...]:
    """A rule as it is written."""
    automatic = getattr(rule, "provide_automatic_options", None)
    sets = frozenset(rule.methods or ()), frozenset((rule.defaults or {}).items())
    ways = rule.strict_slashes, rule.merge_slashes, rule.redirect_to, rule.alias, rule.build_only, rule.websocket
    return (type(rule), rule.rule, rule.endpoint, rule.subdomain, rule.host, automatic, *sets, *ways)


def share_readers() -> None:
    """Make the reader of a key once: that is most of compiling a text, and many tests compile one anew for a line."""
    reader_of = lru_cache(maxsize=2000)(_bound_reader.reader_of)
    for module in (_bound_reader, _same_answers, cloze.question, short.question):
        vars(module)["reader_of"] = reader_of


templates = Templates()


def share_templates(run: Path) -> None:
    """Keep compiled templates in the folder of this run of the tests, where all of its processes find them."""
    templates.folder = run / "templates"
    templates.folder.mkdir(exist_ok=True)


def begin() -> None:
    """From now on, in this process."""
    share_readers()
    empty = EmptyDatabases()
    SqliteConnections._prepare = lambda self, make=True: empty.prepare(self, make)  # type: ignore[method-assign]
    Flask.url_map_class = SharedMap
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    connections.PRAGMAS = tuple(pragma.replace("= FULL", "= OFF") for pragma in SAFE_PRAGMAS)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": templates}
    gc.disable()  # until the tests are collected: nearly all that is made before then lives to the end


def collect_garbage_once() -> None:
    """Look for garbage at the end of the tests: pytest would do so five times, in all that is still in use."""
    gc.collect()
    gc.freeze()


def collect_garbage_seldom() -> None:
    """Look for garbage in what the tests make, and not again and again in modules and collected tests.

    It took half the time of making an application. An object without a cycle goes at once all the same, so a file
    left open is still found where it is left.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
