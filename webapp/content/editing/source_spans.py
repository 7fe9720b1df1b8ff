"""Values of a YAML file with the stretch of characters that each was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from webapp.content.parsing.arabic_commas import with_latin_commas
from webapp.content.parsing.source_tree import Fault
from webapp.content.parsing.yaml_parser import NULLS, READ_OTHERWISE

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
FLAGS = {"true": True, "false": False}


@dataclass
class Span:
    """A value between ``start`` and ``end``. ``keys`` and ``items`` of a map are its keys and values.

    ``style`` is the sign that it begins with: a quote, ``|``, ``>``, ``[``, ``{``; empty where there is none.
    """

    kind: Literal["scalar", "list", "map"]
    start: int
    end: int
    text: str | None = None
    style: str = ""
    items: list[Span] = field(default_factory=list)
    keys: list[Span] = field(default_factory=list)

    @property
    def is_flow(self) -> bool:
        """Tell if it is written in brackets or braces."""
        return self.style in ("[", "{")

    def index_of(self, key: str) -> int | None:
        """The place of a key in a map."""
        return next((index for index, name in enumerate(self.keys) if name.text == key), None)

    def step(self, key: str) -> Span | None:
        """The value under a key of a map."""
        index = self.index_of(key)
        return None if index is None else self.items[index]


def read_spans(text: str) -> Span:
    """Read a text that ``yaml_parser.read_tree`` accepts; a Fault where it cannot be read."""
    if yaml.__with_libyaml__ and not READ_OTHERWISE.search(text):
        try:
            return _root(yaml.parse(text, Loader=yaml.CSafeLoader), text)
        except yaml.YAMLError:
            pass
    from webapp.content.parsing import ruamel_parser  # imported here: few files need ruamel

    try:
        return _root(ruamel_parser.parse(text), text)
    except Fault:
        return _root(ruamel_parser.parse(with_latin_commas(text)), text)


def plain_value(span: Span) -> object:
    """The value as plain Python. What is in quotes is text; so is a number that is not written as numbers are."""
    if span.kind == "list":
        return [plain_value(item) for item in span.items]
    if span.kind == "map":
        return {key.text or "": plain_value(item) for key, item in zip(span.keys, span.items, strict=True)}
    if span.text is None or span.style:
        return span.text
    if span.text in FLAGS:
        return FLAGS[span.text]
    if not NUMBER.fullmatch(span.text):
        return span.text
    number = float(span.text) if "." in span.text else int(span.text)
    return number if str(number) == span.text else span.text


def is_same(span: Span, value: object) -> bool:
    """Tell if a value of the file is read as ``value`` is: ``1`` is the text, the number and 1.0."""
    if isinstance(value, Mapping):
        names = [key.text or "" for key in span.keys]
        return (
            span.kind == "map"
            and set(names) == set(value)
            and all(is_same(item, value[name]) for name, item in zip(names, span.items, strict=True))
        )
    if isinstance(value, list | tuple):
        return (
            span.kind == "list"
            and len(span.items) == len(value)
            and all(is_same(item, other) for item, other in zip(span.items, value, strict=True))
        )
    return span.kind == "scalar" and _is_same_text(span.text, value)


def _is_same_text(text: str | None, value: object) -> bool:
    if text is None or value is None:
        return text is None and value is None
    if isinstance(value, bool):
        return FLAGS.get(text) is value
    if isinstance(value, int | float):
        return bool(NUMBER.fullmatch(text)) and float(text) == value
    return text == value


def _root(events: Iterator[yaml.Event], text: str) -> Span:
    nodes = (event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent))
    first = next(nodes, None)
    return Span("scalar", 0, 0) if first is None else _span(first, nodes, text)


def _span(event: yaml.Event, events: Iterator[yaml.Event], text: str) -> Span:
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, text)
    assert isinstance(event, yaml.CollectionStartEvent)
    start, is_list = _index(event.start_mark), isinstance(event, yaml.SequenceStartEvent)
    sign = ("[" if is_list else "{") if text[start : start + 1] in ("[", "{") and event.flow_style else ""
    if event.flow_style and not sign:
        sign = ":"  # a single pair within brackets: [key: value]
    span = Span("list" if is_list else "map", start, start, style=sign)
    while not isinstance(below := next(events), yaml.CollectionEndEvent):
        if is_list:
            span.items.append(_span(below, events, text))
        else:
            key = _span(below, events, text)
            value = _span(next(events), events, text)
            if value.kind == "scalar" and value.start == value.end:
                value.start = value.end = _after_colon(text, key.end)
            span.keys.append(key)
            span.items.append(value)
    # A block ends for the parser where the next thing begins, behind the comments in between.
    span.end = _index(below.end_mark) if span.is_flow else max((item.end for item in span.items), default=start)
    return span


def _scalar(event: yaml.ScalarEvent, text: str) -> Span:
    start, end, style = _index(event.start_mark), _index(event.end_mark), event.style or ""
    if style in ("|", ">"):
        header = text[start:end].partition("\n")[0].partition("#")[0]
        source = text[start:end]
        kept = source.removesuffix("\n").removesuffix("\r") if "+" in header else source.rstrip()
        end = start + len(kept)
    value = None if not style and event.value in NULLS else str(event.value)
    return Span("scalar", start, end, value, style)


def _index(mark: Any) -> int:
    return int(mark.index) if mark else 0


def _after_colon(text: str, end: int) -> int:
    found = re.compile(r"[ \t]*:").match(text, end)
    return found.end() if found else end
