"""New values as YAML: Arabic as it is, quotes only where they are needed, a value of one line on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from webapp.arabic.normalize import INVISIBLE
from webapp.content.parsing.arabic_commas import COMMA
from webapp.content.parsing.unseen_characters import WIDE_SPACES
from webapp.content.parsing.yaml_parser import NULLS, UNWRITABLE

_UNSEEN_IN_FRONT = re.compile(f"^[{INVISIBLE}{WIDE_SPACES}]", re.MULTILINE)
"""Passed over by the parser in front of what is not in quotes."""


class _Null(str):
    """Nothing, as ``null``."""


class _Item(str):
    """A text that is an item of a list in brackets, where an Arabic comma would part it."""


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter, for a reader to whom all scalars are text; lists are further in than their keys."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def pair_lines(key: str, value: object, column: int, newline: str) -> str:
    """A key and its value, the key at ``column``; the first line without its indentation."""
    return _indented({key: plain_text(value)}, column, newline)


def item_lines(value: object, column: int, newline: str) -> str:
    """An item of a list, the dash at ``column``; the first line without its indentation."""
    return _indented([plain_text(value)], column, newline)


def on_one_line(value: object) -> str:
    """A value as it stands within brackets."""
    return _dumped([plain_text(value, in_brackets=True)], flow=True)[1:-1]


def pair_on_one_line(key: str, value: object) -> str:
    """A key and its value as they stand within braces."""
    return _dumped({key: plain_text(value, in_brackets=True)}, flow=True)[1:-1]


def plain_text(value: object, in_brackets: bool = False) -> Any:
    """A value with its scalars as the text that stands for them in a file."""
    if isinstance(value, Mapping):
        return {str(key): plain_text(item, in_brackets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [plain_text(item, in_brackets) for item in value]
        return [_Item(item) if in_brackets and type(item) is str else item for item in items]
    if value is None:
        return _Null()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return UNWRITABLE.sub("\ufffd", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _indented(value: object, column: int, newline: str) -> str:
    first, *lines = _dumped(value, flow=False).split("\n")
    return newline.join([first, *(" " * column + line if line else line for line in lines)])


def _dumped(value: object, flow: bool) -> str:
    dumped: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=flow,
        width=float("inf"),
        sort_keys=False,
    )
    return dumped.removesuffix("\n")


def _represented(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    if isinstance(text, _Null):
        return dumper.represent_scalar("tag:yaml.org,2002:str", "null")
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=_style(dumper, text))


def _style(dumper: _Dumper, text: str) -> str | None:
    """The sign of a style; None leaves it to the emitter."""
    if text in NULLS or _UNSEEN_IN_FRONT.search(text) or (isinstance(text, _Item) and COMMA.search(text)):
        return '"'
    if "\n" in text:
        return "|"
    analysis = dumper.analyze_scalar(text)
    return None if analysis.allow_block_plain or set('"\\') & set(text) else '"'


_Dumper.yaml_implicit_resolvers = {}
for kind in (str, _Null, _Item):
    _Dumper.add_representer(kind, _represented)
