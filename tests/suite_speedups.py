"""What each of some thousand applications would do anew, and need not in a test: a good part of the suite's work."""

from __future__ import annotations

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from webapp.content import library
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


def begin() -> None:
    """From now on, in this process."""
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}


def forget_the_compiled() -> None:
    """Let this process know no more of the content files than one that has just started."""
    library._compiled.__init__()  # type: ignore[misc]
    library._compiled_words.cache_clear()
