"""Nothing before an answer gives the key away: other keys in the YAML change no byte of any page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT, SLUG, Learner, with_content
from webapp import create_app
from webapp.config import Config

READER = "reader-of-the-same-name"


def other_keys(yaml: str) -> str:
    """Another option right, other answers accepted, other evidence, other judgements."""
    yaml = re.sub(r"evidence:(\n\s+- .*)+", "evidence: []", yaml)
    yaml = re.sub(r"evidence: \[.*\]", "evidence: []", yaml)
    yaml = re.sub(r"^(\s+)answer: (true|false|not-given)$", r"\1answer: swapped-\2", yaml, flags=re.M)
    for old, new in (("true", "false"), ("false", "not-given"), ("not-given", "true")):
        yaml = yaml.replace(f"answer: swapped-{old}", f"answer: {new}")
    return yaml


def pages_before_answering(config: Config, folder: Path) -> Iterator[str]:
    """Every page that a learner can reach without an answer, with what is drawn by chance made equal."""
    app = create_app(with_content(config, folder))
    try:
        layla = Learner(app)
        with layla.client.session_transaction() as session:
            session["reader"] = READER
        for url in ("/", f"/texts/{SLUG}/", f"/texts/{SLUG}/result", "/me", "/healthz"):
            yield drawn(layla.opens(url).html)
        for place in [*range(1, 11), "whole"]:
            yield drawn(layla.opens(f"/texts/{SLUG}/{place}").html)
    finally:
        app.extensions["fahm"].store.close()


def drawn(html: str) -> str:
    return re.sub(r'(name="(?:csrf_token|form)" value=")[^"]*', r"\1", html)


def library_with_open_gate(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    (folder / "seeds").mkdir(parents=True)
    (folder / "questions").mkdir()
    shutil.copy(ROOT / "seeds" / f"{SLUG}.txt", folder / "seeds")
    yaml = (ROOT / "questions" / f"{SLUG}.yaml").read_text()
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml.replace("gate: answered", "gate: open"))
    return folder


def test_other_keys_change_no_byte_before_an_answer(config: Config, tmp_path: Path) -> None:
    plain, changed = (library_with_open_gate(tmp_path, name) for name in ("plain", "changed"))
    file = changed / "questions" / f"{SLUG}.yaml"
    rewritten = move_keys(other_keys(file.read_text()))
    assert rewritten != file.read_text()
    file.write_text(rewritten)
    before, after = list(pages_before_answering(config, plain)), list(pages_before_answering(config, changed))
    assert len(before) == 16
    assert all('id="questions"' in html for html in before[5:])
    assert before == after


def move_keys(yaml: str) -> str:
    """Make the option after (or before) the right one right, and accept other words in typed answers."""
    blocks = re.split(r"(?m)^(?=  - id: )", yaml)
    return "".join(move_key(block) for block in blocks)


def move_key(block: str) -> str:
    if "type: short" in block:
        block = re.sub(r"(?ms)^    (accept|require|refuse):.*?(?=^    \w+:|\Z)", "", block)
        return block.rstrip("\n") + "\n    accept: [قاموس]\n\n"
    if "type: choice" in block or "type: multiple" in block:
        texts = [m.end() for m in re.finditer(r"(?m)^      - text: .*$", block)]
        keys = [block.find("correct: true", at) for at in texts]
        assert texts, "options are written one key a line in this file"
        assert keys
        stripped = re.sub(r"(?m)^        correct: true\n", "", block)
        ends = [m.end() for m in re.finditer(r"(?m)^      - text: .*\n", stripped)]
        first_was_right = block[texts[0] : texts[0] + 40].lstrip().startswith("correct: true")
        at = ends[1] if first_was_right else ends[0]
        return stripped[:at] + "        correct: true\n" + stripped[at:]
    return block
