"""Arabic commas where YAML wants Latin ones: between the items of a bracketed list, and between keys in braces."""

from __future__ import annotations

import re

from webapp.content.parsing.source_tree import Node
from webapp.domain.problem import Problem, both

COMMA = re.compile(r"[،؛](?!\d)|(?<!\d)[،؛]")
"""An Arabic comma or semicolon, but no decimal sign (١،٥)."""
_BEFORE_KEY = re.compile(r"،(?=\s*[A-Za-z][\w-]*:\s)")
READ_AS_COMMA = both(
    en="an Arabic comma (،) was read as a comma between items. Write “,”.",
    ar="قُرئت الفاصلة العربية (،) فاصلة بين العناصر. اكتب «,».",
)


def split_items(node: Node, path: str) -> list[Problem]:
    """Part the unquoted items of a bracketed list at Arabic commas; a warning for each that was parted."""
    if not isinstance(node.value, list):
        return []
    items: list[Node] = []
    problems: list[Problem] = []
    for item in node.value:
        parts = _parts(item) if node.bracketed else [item]
        if len(parts) > 1:
            problems.append(Problem(path, item.line, item.column, "arabic-comma", READ_AS_COMMA, "warning"))
        items += parts
        problems += split_items(item, path)
    node.value = items
    return problems


def has_comma(node: Node) -> bool:
    """Tell if a bracketed list of one unquoted item has an Arabic comma in it."""
    return bool(
        node.bracketed and isinstance(node.value, list) and len(node.value) == 1 and len(_parts(node.value[0])) > 1
    )


def with_latin_commas(source: str) -> str:
    """Put Latin commas before the keys of a group in braces, for a source that cannot be read otherwise."""
    return "\n".join(_BEFORE_KEY.sub(",", line) if "{" in line else line for line in source.split("\n"))


def _parts(item: Node) -> list[Node]:
    if not isinstance(item.value, str) or item.quoted:
        return [item]
    words = [word for part in COMMA.split(item.value) if (word := part.strip())]
    if any(word.startswith("و") for word in words[1:]):  # perhaps one wording: «مصر، والسودان»
        return [item]
    return [Node(word, item.line, item.column) for word in words] or [item]
