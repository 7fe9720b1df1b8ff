"""Saved web pages: title, headings, paragraphs, lists and lines of the main text; nothing is run or fetched."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from webapp.content.text_editing.block_steps import BULLET
from webapp.content.text_editing.text_blocks import Block, BlockKind
from webapp.interchange.text_sources.plain_text import decoded_text
from webapp.interchange.text_sources.source_text import SourceText, Unreadable

MAX_TAGS = 30_000
MAX_DEPTH = 1_000
MAX_VERSE = 80
MAX_NAMED_PARTS = 20
"""Elements of a page that call themselves its main part and are compared with one another."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_WHOLE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>")
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
MAX_ATTRIBUTES = 20_000
"""Characters of the attributes of one tag; in a longer one no attribute is looked for."""
# Giving nothing back: a row of comments could be read as one or as many, in more ways than can be tried.
_BEFORE_HTML = rb"\s*+(?:(?><!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)\s*+)*+"
_HTML = re.compile(_BEFORE_HTML + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{1,40})", re.I)
_CHARSETS = {"utf-8": "utf-8", "windows-1256": "cp1256", "iso-8859-6": "iso8859_6", "windows-1252": "cp1252"}


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ALONE = _tags("area base br col embed hr img input link meta source track wbr")
"""Elements that nothing closes."""
_FORMATTING = _tags("a b big code em font i nobr s small strike strong tt u")
"""Elements that HTML opens again in each paragraph that follows, until they are closed. Their looks are not kept."""
_LEFT_OUT = _tags(
    "script style nav footer aside form noscript template svg math iframe object embed button select textarea input "
    "figure figcaption head title dialog audio video canvas menu sup"
)
_HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_BLOCKS = _HEADINGS | _tags(
    "p li ul ol div section article main header blockquote pre table tr td th dl dt dd address hr details summary body "
    "html"
)


def is_html(raw: bytes) -> bool:
    """Tell a web page by its beginning."""
    return bool(_HTML.match(decoded_beginning(raw)))


def decoded_beginning(raw: bytes) -> bytes:
    """The first bytes of a file, as ASCII where it is UTF-16."""
    start = raw[:4096].removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "replace").encode()
    return start


def decoded_html(raw: bytes) -> str:
    """Decode a page: by its mark, by what it says of itself, or as a text file."""
    named = _CHARSET.search(raw[:4096])
    encoding = _CHARSETS.get(named[1].decode().lower()) if named else None
    if (
        encoding
        and encoding != "utf-8"
        and not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ):
        return raw.decode(encoding, "replace")
    try:
        return decoded_text(raw)
    except Unreadable:
        return raw.decode("utf-8", "replace")


def read_web_page(html: str) -> SourceText:
    """The main text of a page. Unreadable where it is too deep or has too many elements."""
    _refuse_monsters(html)
    page = LexborHTMLParser(_WHOLE_TAG.sub(_plain_tag, html))
    if page.body is None:
        return SourceText("", ())
    main = _main_part(page)
    heading = main.css_first("h1") or page.css_first("h1")
    title = page.css_first("title")
    found = heading.text() if heading else title.text() if title else ""
    return SourceText(" ".join(found.split()), tuple(_Reader().read(main)))


def _refuse_monsters(html: str) -> None:
    """Refuse a page before it is parsed whose elements are too many or too deep: reading them would take long."""
    open_tags: Counter[str] = Counter()
    depth = 0
    for count, tag in enumerate(_TAG.finditer(html)):
        name = tag[2].lower()
        if not tag[1] and name not in _ALONE:
            open_tags[name] += 1
            depth += 1
        elif tag[1] and open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        if count >= MAX_TAGS or depth > MAX_DEPTH:
            raise Unreadable(
                en="this page is too large to read. Copy its text and paste it.",
                ar="هذه الصفحة أكبر من أن تُقرأ. انسخ النص منها وألصقه.",
            )


def _plain_tag(tag: re.Match[str]) -> str:
    """A tag with the attributes that are read alone; nothing for one that only formats.

    The parser compares all attributes of a tag with one another, and copies open formatting into each paragraph.
    """
    name = tag[2].lower()
    if name in _FORMATTING:
        return ""
    return f"<{tag[1]}{name}{''.join(sorted(set(_read_attributes(tag[3]))))}>"


def _read_attributes(written: str) -> Iterator[str]:
    if len(written) > MAX_ATTRIBUTES:
        return
    for attribute in _ATTRIBUTE.finditer(written):
        name, value = attribute[1].lower(), (attribute[2] or "").strip("\"'").lower()
        if name == "hidden" or (name == "aria-hidden" and value == "true"):
            yield " hidden"
        elif name == "role" and value == "main":
            yield " role=main"


def _main_part(page: LexborHTMLParser) -> LexborNode:
    """The element with the main text: what the page calls so, else the one with most words in its paragraphs."""
    assert page.body
    weights: dict[int, tuple[int, LexborNode]] = {}
    for paragraph in page.css("p"):
        parent = paragraph.parent
        if parent is not None:
            before = weights.get(parent.mem_id, (0, parent))[0]
            weights[parent.mem_id] = (before + len(paragraph.text()), parent)
    named = [node for node in page.css("article, main, [role=main]")[:MAX_NAMED_PARTS] if node.css_first("p")]
    if named:
        return max(named, key=lambda node: sum(len(paragraph.text()) for paragraph in node.css("p")))
    words = sum(weight for weight, _ in weights.values())
    best = max(weights.values(), key=lambda weighed: weighed[0], default=(0, page.body))
    return best[1] if best[0] > 0.6 * words and best[0] > 200 else page.body


@dataclass
class _Reader:
    """Collects the blocks of an element; ``lines`` are those of the block that is open."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=lambda: [""])
    lists: list[int] = field(default_factory=list)
    """Number of the last entry of each open list; -1 where entries have no numbers."""
    kind: BlockKind = "paragraph"

    def read(self, root: LexborNode) -> list[Block]:
        """Read an element without recursion, however deep it is."""
        for node, opens in _walk(root):
            name = node.tag or ""
            if node.is_text_node:
                self.lines[-1] += _spaced(node)
            elif name == "br" and opens:
                self.lines.append("")
            elif name in _BLOCKS:
                self._boundary(name, opens)
        self._close()
        return self.blocks

    def _boundary(self, name: str, opens: bool) -> None:
        self._close()
        if name in ("ul", "ol"):
            if opens:
                self.lists.append(0 if name == "ol" else -1)
            elif self.lists:
                self.lists.pop()
        self.kind = "paragraph"
        if opens and name in _HEADINGS:
            self.kind = "heading"
        elif opens and name == "li" and self.lists:
            self.kind = "list"
            if self.lists[-1] >= 0:
                self.lists[-1] += 1

    def _close(self) -> None:
        lines = [line.strip() for line in self.lines if line.strip()]
        self.lines = [""]
        if not lines:
            return
        if self.kind == "list":
            self._add_entry(" ".join(lines))
        elif self.kind == "heading":
            self.blocks.append(Block("heading", (" ".join(lines),)))
        elif len(lines) > 1 and all(len(line) <= MAX_VERSE and not line.endswith((".", ":")) for line in lines[:-1]):
            self.blocks.append(Block("verse", tuple(lines)))
        else:
            self.blocks += [Block("paragraph", (line,)) for line in lines]

    def _add_entry(self, words: str) -> None:
        number = self.lists[-1] if self.lists else -1
        entry = f"{number}. {words}" if number > 0 else f"{BULLET}{words}"
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind == "list" and number != 1:
            self.blocks[-1] = Block("list", (*last.lines, entry))
        else:
            self.blocks.append(Block("list", (entry,)))


def _spaced(node: LexborNode) -> str:
    """The words of a text node, each run of white space as one space."""
    return re.sub(r"\s+", " ", node.text_content or "")


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Each node below ``root`` that is read, when it opens (True) and when it closes."""
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, opens = stack.pop()
        yield node, opens
        if not opens:
            continue
        children = []
        child = node.first_child
        while child is not None:
            if child.is_text_node or (child.is_element_node and not _is_left_out(child)):
                children.append(child)
            child = child.next
        if node.is_element_node:
            stack.append((node, False))
        stack += [(child, True) for child in reversed(children)]


def _is_left_out(node: LexborNode) -> bool:
    return node.tag in _LEFT_OUT or "hidden" in node.attributes
