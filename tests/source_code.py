"""Source of modules, read and parsed once for all tests of a process that look into it; nobody changes the trees."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def source_of(path: Path) -> str:
    """The text of a module."""
    return path.read_text(encoding="utf-8")


@cache
def parsed(source: str) -> ast.Module:
    """The tree of a source."""
    return ast.parse(source)


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """All nodes of a source's tree."""
    return tuple(ast.walk(parsed(source)))
