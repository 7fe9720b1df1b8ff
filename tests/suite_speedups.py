"""What each of some thousand applications would do anew, and need not in a test: a good part of the suite's work."""

from __future__ import annotations

from pathlib import Path
from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from webapp.content import library
from webapp.private_files import make_private_file
from webapp.store.sqlite.engine.connections import Connections
from webapp.store.sqlite.schema import migrations
from webapp.web.teacher.accounts import passwords

STRONG = {"MEMORY_KIB": passwords.MEMORY_KIB, "PASSES": passwords.PASSES}
"""What makes a password safe is work. test_signing asks for as much as it is outside of tests."""


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
            make_private_file(path)
            path.write_bytes(self._made[version])
        self._prepare(connections, make)
        if is_new and version not in self._made and not Path(f"{path}-wal").exists():
            self._made[version] = path.read_bytes()


def begin() -> None:
    """From now on, in this process."""
    empty = EmptyDatabases()
    Connections._prepare = lambda self, make=True: empty.prepare(self, make)  # type: ignore[method-assign]
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}


def forget_the_compiled() -> None:
    """Let this process know no more of the content files than one that has just started."""
    library._compiled_lessons.clear()
    library._compiled_words.cache_clear()
