"""Page of the check's warnings about questions, from its rules: ``make generated`` writes it to docs/warnings.md."""

from __future__ import annotations

from webapp.content.item_checks import EXAMPLE_TEXT, ITEM_RULES
from webapp.content.item_checks.item_rule import ItemRule

HEAD = f"""# Warnings about questions

<!-- Generated: make generated -->

A question file may load without a fault and still have questions that are answered without the text, or that no reader
can answer fairly. `fahm check` warns of them; a warning fails nothing. Where a warning does not fit, say so in the file
with the reason, and it is left out:

```yaml
- id: who-planted
  allow:
    key-longest: the name is as long as that
```

Warnings about the whole file (`blueprint` among them) are silenced the same way by `allow` at the top of the file; it
silences them for every question there. A name that no warning has is told. What a key takes and refuses is rehearsed
apart: [Marking](marking.md).

The examples are about this text:

> {EXAMPLE_TEXT}
"""


def item_rules_page() -> str:
    """Generate the whole page in Markdown."""
    return "\n".join([HEAD, *(_section(rule) for rule in ITEM_RULES)])


def _section(rule: ItemRule) -> str:
    return f'## {rule.name}\n\n{rule.en}\n\n<div dir="rtl">\n\n{rule.ar}\n\n</div>\n\n```yaml\n{rule.example}```\n'
