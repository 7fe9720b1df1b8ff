"""What each of some thousand applications would do anew, and need not in a test: a good part of the suite's work."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from copy import copy
from pathlib import Path
from threading import get_ident
from types import CodeType, MethodType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from webapp.private_files import make_private_file
from webapp.store.sqlite.engine import connections
from webapp.store.sqlite.engine.connections import Connections
from webapp.store.sqlite.schema import migrations
from webapp.web.teacher.accounts import passwords

STRONG = {"MEMORY_KIB": passwords.MEMORY_KIB, "PASSES": passwords.PASSES}
"""What makes a password safe is work. test_sign_in asks for as much as it is outside of tests."""
SAFE_PRAGMAS = connections.PRAGMAS
"""What makes a commit safe is waiting for the disk. Tests of power cuts run in processes of their own, which wait, and
test_database_file asks for what is set outside of tests."""


class Templates(BytecodeCache):
    """Templates that one application of this process has compiled are there for the next."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled of the same source, if anything."""
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """For the next one."""
        if bucket.code:
            self._compiled[bucket.key, bucket.checksum] = bucket.code


class EmptyDatabases:
    """Makes a new database a copy of one that went through all migrations, of which there are many."""

    def __init__(self) -> None:
        self._prepare = Connections._prepare
        self._made: dict[int, bytes] = {}

    def prepare(self, connections: Connections, make: bool = True) -> None:
        """Do what ``Connections`` does with its file, and remember what became of the first new one."""
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


class Rules:
    """Reads the pattern of an address once for the applications of this process, which have the same hundred."""

    def __init__(self) -> None:
        self._compile = Rule.compile
        self._made: dict[object, dict[str, Any]] = {}

    def compile(self, rule: Rule) -> None:
        """Do what Werkzeug does, or give the rule what another one of the same pattern has."""
        assert rule.map
        defaults, converters = (frozenset((known or {}).items()) for known in (rule.defaults, rule.map.converters))
        place = (rule.map.host_matching, rule.host, rule.subdomain, rule.rule, rule.merge_slashes)
        key = (type(rule), place, defaults, converters)
        if key not in self._made:
            self._compile(rule)
            builders = {name: vars(rule)[name].__func__ for name in ("_build", "_build_unknown")}
            plain = {name: vars(rule)[name] for name in ("_parts", "_trace", "_converters", "arguments")}
            self._made[key] = plain | builders
        for name, value in self._made[key].items():
            setattr(rule, name, MethodType(value, rule) if callable(value) else copy(value))


def begin() -> None:
    """From now on, in this process."""
    empty = EmptyDatabases()
    Connections._prepare = lambda self, make=True: empty.prepare(self, make)  # type: ignore[method-assign]
    rules = Rules()
    Rule.compile = lambda self: rules.compile(self)  # type: ignore[method-assign]
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    connections.PRAGMAS = tuple(pragma.replace("= FULL", "= OFF") for pragma in SAFE_PRAGMAS)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}
    gc.disable()  # until the tests are collected: nearly all that is made before then lives to the end


def collect_garbage_seldom() -> None:
    """Look for garbage in what the tests make, and not again and again in modules and collected tests.

    It took half the time of making an application. An object without a cycle goes at once all the same, so a file
    left open is still found where it is left.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
