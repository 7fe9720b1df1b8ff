"""Reference of the file format, generated from the modules and models that read it.

``make generated`` writes it to docs/format.md; ``python -m tools.format_reference`` prints it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from webapp.content import Settings
from webapp.content.words.words_file import WordsFile
from webapp.domain.question import Model, Question
from webapp.question_types import TYPES

HEAD = """# The files of a text

<!-- Generated: make generated -->

A text `seeds/<name>.txt` has a question file, `questions/<slug>.yaml`, and may have a words file beside it,
`questions/<slug>.words.yaml`. `fahm check` reads both and tells every fault with its line and column.

- UTF-8. No anchors, aliases or tags (`&`, `*`, `!` in front of a value).
- A text needs quotes when it holds `: ` or ` #`, or begins with a sign such as `[`, `{`, `"`, `*` or `-`.
- Keys that are not in these tables are faults. A key without a default must be there.
- The files may have any name. A slug is the question file's name without `.yaml` or `.yml`: any letters and signs but
  `/`, `\\` and what cannot be seen, at most 100, no dot in front, no space at an end. The check names a file that is
  passed over because of its name.
- Arabic digits are numbers. An Arabic comma between the items of a list in brackets parts them, with a warning; where
  it may belong to an item (`[مصر، والسودان]`) the check asks for quotes or a Latin comma.
- Characters that cannot be seen (direction marks, no-break spaces) are passed over in keys and plain values, and in
  evidence, with a warning that names them. Control characters are faults.
"""
FIRST_FILE = """## A first file

`seeds/nile.txt`:

{text}

`questions/nile.yaml`:

{yaml}

`process`, every `why` and `evidence` may be left out; the check reminds of them once, and not while `draft: true`
stands in the file.

## The text

A paragraph a line; empty lines only separate, and a line of invisible marks is an empty one. `fahm check --outline
SLUG|FILE` prints what each line is taken for:

- title, heading: short, without a stop, comma, colon or closing quote at the end; `headings:` overrides this guess
- verse: three or more short lines without stops in a row (two, where they stand alone between empty lines); the last
  may have a stop
- verse with its halves: ` *** ` between them, once a line, in a row or with empty lines between (see below)
- list: two or more lines in a row that begin with a bullet, dash or number, with the line before them that ends in a
  colon
- dialogue: two or more lines in a row that say who speaks («سلمى: …»), where somebody speaks twice in the file or one
  of these lines ends without a stop; stage directions in brackets
- table: two or more lines in a row with ` | ` between the cells
- picture, note, part: lines with the marks below
- paragraph: every other line, the greeting of a letter too («عزيزي يوسف،»)

`verses:`, `lists:`, `dialogues:` and `tables:` override the guess in the same way as `headings:`: the numbers of all
their lines (of lines under `lists:` that say who speaks a dialogue is made). Verse, list, dialogue and table are one
paragraph each. Up to three short lines at the beginning of the file, right above a paragraph, are headings.

### Marks

The words between the marks are the text's own: they are vowelled and explained by the words file, evidence, read aloud,
printed. The marks themselves are no words, with one exception: the number of an entry (`1.`) is read and is a word.
In evidence the marks may stand or be left out: `الثانية | 55` and `الثانية 55` are the same.

{marks}

The check names a row with a cell too few, a number without a note and a note without a number, two notes of one
number, a verse without its mark, and a picture that is not there, is too large, has no description or runs something.
"""
MARKS = (
    (
        "verse",
        "`يا نخلةً في دارِنا *** أنتِ الظلالُ والثمرْ` a line",
        "a tab, three spaces, `…` or `*` do too, where every line of the poem has it once",
        "halves side by side, below each other on a phone",
    ),
    (
        "dialogue",
        "`سلمى: متى ينضج الرطب؟` a line a speaker",
        "stage directions in brackets: `الجد: (مبتسمًا) بعد شهر.`, or `(في الفناء)` by itself",
        "speakers stand out, stage directions are set apart",
    ),
    ("list", "`- حبل متين` or `1. يُربط الحبل.` a line", "the line above, if it ends in a colon", "a list"),
    (
        "table",
        "`السنة | الرطب` a line, the same number of cells in each; `| |` is an empty one",
        "the line above, if it ends in a colon, is the caption",
        "a table; the first line is its head, the first cell of a row heads the row",
    ),
    (
        "picture",
        "`[صورة: palm.svg | نخلة عالية في فناء بيت]` on a line of its own",
        "the file lies in `seeds/pictures/`: svg, png, jpg or webp, at most 1 MB",
        "a paragraph of its own: the picture, and below it the description, which is its words",
    ),
    (
        "footnote",
        "`الفلج[1]` in a paragraph, and `[1] قناة ماء.` on a line of its own",
        "the line may stand anywhere in the file; its words and sentences count among those of the paragraph",
        "a small number that leads to the note, which stands below its paragraph",
    ),
    (
        "several texts",
        "`=== نخلة السوق` before the second; before the first too, if it has a title",
        "the title is the heading of the first paragraph, and paragraphs are counted on",
        "one beside the other on the page of the whole text",
    ),
)
WORDS = """## The words file

Every word of the text in its order. The vowelled forms without their marks are the text, letter by letter.
`fahm annotate` drafts one. While `reviewed` is false, `lemma`, `meaning` and `english` may be empty, and `fahm check`
warns that it is a draft.

```yaml
text: river.txt
reviewed: true
words:
  - paragraph: 1
    list:
    - {word: خرجت, vowelled: خَرَجَتْ, lemma: خَرَجَ, root: خ ر ج, meaning: ذهبت من مكانها, english: went out}
  - heading: 2        # the heading over paragraph 2
    list:
    - {word: على, vowelled: عَلَى, lemma: عَلَى, meaning: حرف جرّ يدلّ على المكان, english: "on"}
```
"""
GUIDE = Path(__file__).parent.parent / "webapp" / "guide" / "files.en.md"
SIMPLE = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`", "null": ""}


def reference() -> str:
    """Generate the whole page in Markdown."""
    parts = [HEAD, _first_file(), "## Settings\n", *_tables(Settings, leave={"questions"})]
    parts += ["## Every question\n", "`questions:` is a list; each question has these keys and those of its type.\n"]
    common = _schema(next(iter(TYPES.values())))
    kinds = "The type's name: " + ", ".join(f"[`{name}`](#{name})" for name in TYPES)
    common["properties"]["type"] = {"type": "string", "description": kinds}
    parts.append(_table(common, common, set(common["properties"]) - set(Question.model_fields)))
    for name, model in TYPES.items():
        parts += [f"## {name}\n", *_type(model)]
    parts += [WORDS, *_tables(WordsFile)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _first_file() -> str:
    """The section on the first file, with the example of the teacher's guide."""
    text, yaml = re.findall(r"```(?:text|yaml)\n.*?```", GUIDE.read_text(encoding="utf-8"), re.S)
    rows = ["| what | how it is written | besides | how it is drawn |", "|---|---|---|---|"]
    rows += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in MARKS]
    return FIRST_FILE.format(text=text, yaml=yaml, marks="\n".join(rows))


def _type(model: type[Question]) -> Iterator[str]:
    summary, _, examples = _tidy(sys.modules[model.__module__].__doc__).partition("\n\n")
    yield f"({model.name_ar}) {summary} {_tidy(model.__doc__)}\n"
    yield from _tables(model, leave=Question.model_fields)
    yield examples + "\n"


def _tidy(text: str | None) -> str:
    return re.sub(r"``([^`\n]+)``", r"`\1`", cleandoc(text or ""))


def _schema(model: type[Model]) -> Any:
    return model.model_json_schema(by_alias=True)


def _tables(model: type[Model], leave: Collection[str] = ()) -> Iterator[str]:
    """Table of a model's keys, then one for each group of keys within."""
    schema = _schema(model)
    yield _table(schema, schema, leave)
    asked = json.dumps([value for key, value in schema["properties"].items() if key not in leave])
    within = schema.get("$defs", {})
    reached = [name for name in within if f'"#/$defs/{name}"' in asked]
    for name in reached:
        reached += [more for more in within if more not in reached and f'/{more}"' in json.dumps(within[name])]
    for name in reached:
        if "properties" in within[name]:
            yield f"**{name}**: {_tidy(within[name].get('description'))}\n"
            yield _table(within[name], schema)


def _table(schema: Any, whole: Any, leave: Collection[str] = ()) -> str:
    rows = ["| key | value | default | |", "|---|---|---|---|"]
    required = set(schema.get("required", []))
    for key, field in schema["properties"].items():
        if key not in leave:
            default = "" if key in required else _default(field)
            rows.append(f"| `{key}` | {_kind(field, whole)} | {default} | {_cell(field.get('description', ''))} |")
    return "\n".join(rows) + "\n"


def _default(field: Any) -> str:
    value = field.get("default")
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, list):
        return "all" if len(value) > 3 else _cell(", ".join(f"`{one}`" for one in value))
    return f"`{json.dumps(value, ensure_ascii=False)}`" if not isinstance(value, str) else f"`{_cell(value)}`"


def _kind(field: Any, whole: Any) -> str:
    """Describe a field's JSON Schema in words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        target = whole["$defs"][name]
        return f"keys: {name}" if "properties" in target else _kind(target, whole)
    for alternatives in ("anyOf", "oneOf"):
        if alternatives in field:
            return " or ".join(dict.fromkeys(kind for one in field[alternatives] if (kind := _kind(one, whole))))
    values = field.get("enum", [field["const"]] if "const" in field else [])
    if values:
        return " · ".join(dict.fromkeys(f"`{one if isinstance(one, str) else json.dumps(one)}`" for one in values))
    if field.get("type") == "array":
        inner = _kind(field.get("items", {}), whole)
        return "list of " + re.sub(r"^(text|whole number|number)\b", r"\1s", inner)
    if field.get("type") == "object":
        return _mapping(field, whole)
    return SIMPLE.get(field.get("type", ""), "anything") + _limits(field)


def _mapping(field: Any, whole: Any) -> str:
    values = field.get("additionalProperties")
    pattern, shaped = next(iter(field.get("patternProperties", {}).items()), ("", None))
    if shaped:
        return f"{'numbers' if pattern.startswith('^[1-9]') else 'names'}, each with {_kind(shaped, whole)}"
    return f"names, each with {_kind(values, whole)}" if isinstance(values, dict) and values else "keys with values"


def _limits(field: Any) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    low = low if low is not None else field.get("exclusiveMinimum")
    over = "more than " if "exclusiveMinimum" in field else ""
    if low is not None and high is not None:
        return f", {over}{low:g} to {high:g}"
    return f", from {over}{low:g}" if low is not None else ""


def _cell(text: str) -> str:
    return _tidy(text).replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Print the page as UTF-8 whatever the locale."""
    sys.stdout.buffer.write(reference().encode())


if __name__ == "__main__":
    main()
