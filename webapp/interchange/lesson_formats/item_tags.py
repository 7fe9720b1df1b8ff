"""Paragraph and process of a question as tags, which most programs keep with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from webapp.domain.exchange_items import ExchangeItem
from webapp.domain.question import PROCESSES

Item = TypeVar("Item", bound=ExchangeItem)
_PARAGRAPH = re.compile(r"paragraph-([1-9][0-9]{0,3}|whole)")


def tags_of(item: ExchangeItem) -> tuple[str, ...]:
    """The tags of an item: ``paragraph-3`` or ``paragraph-whole``, and its process."""
    return (f"paragraph-{item.paragraph}", *((item.process,) if item.process else ()))


def with_tags(item: Item, tags: Iterable[str]) -> tuple[Item, tuple[str, ...]]:
    """The item with what its tags say, and the tags that say nothing here."""
    left: list[str] = []
    for tag in tags:
        if found := _PARAGRAPH.fullmatch(tag):
            item = replace(item, paragraph=found[1] if found[1] == "whole" else int(found[1]))
        elif tag in PROCESSES:
            item = replace(item, process=tag)
        else:
            left.append(tag)
    return item, tuple(left)
