"""Nothing before an answer gives the key away: other keys in the YAML change no byte of any page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from conftest import ARTICLE, SLUG, Learner, with_content
from webapp import create_app
from webapp.config import Config
from webapp.content import check_file
from webapp.content.parsing.text_parser import parse_text

READER = "reader-of-the-same-name"


def other_keys(path: Path) -> None:
    """Rewrite a question file: another option right, other answers accepted, other evidence, other order and pairs."""
    yaml = YAML()
    file = yaml.load(path.read_text(encoding="utf-8"))
    for question in file["questions"]:
        if "evidence" in question:
            question["evidence"] = [other_quote(question["paragraph"], question["evidence"])]
        CHANGES.get(question["type"], lambda _: None)(question)
    with path.open("w", encoding="utf-8") as out:
        yaml.dump(file, out)


def other_quote(place: int | str, old: list[str]) -> str:
    """Four words in a row that stand once and are not among the old evidence; the last such ones."""
    text = parse_text("", (ARTICLE / "seeds" / f"{SLUG}.txt").read_text(encoding="utf-8"))
    lines = [p.text for p in text.paragraphs if place in ("whole", p.number)]
    for line in reversed(lines):
        words = line.split(" ")
        for at in range(len(words) - 4, -1, -1):
            quote = " ".join(words[at : at + 4])
            if sum(one.count(quote) for one in lines) == 1 and not any(quote in one or one in quote for one in old):
                return quote
    raise AssertionError("no other words")


def rotate(values: list) -> list:
    return [*values[1:], values[0]]


def move_correct(question: dict) -> None:
    keys = [bool(option.pop("correct", False)) for option in question["options"]]
    for option, key in zip(question["options"], rotate(keys), strict=True):
        if key:
            option["correct"] = True


def rotate_pairs(question: dict) -> None:
    rights = rotate([pair["right"] for pair in question["pairs"]])
    for pair, right in zip(question["pairs"], rights, strict=True):
        pair["right"] = right


def swap_items(question: dict) -> None:
    one, other = question["groups"][:2]
    one["items"][0], other["items"][0] = other["items"][0], one["items"][0]


def other_gaps(question: dict) -> None:
    gaps = re.findall(r"\[\[.*?\]\]", question["text"])
    swapped = iter(rotate(gaps) if "bank" in question else [f"[[قاموس{at}]]" for at in range(len(gaps))])
    question["text"] = re.sub(r"\[\[.*?\]\]", lambda _: next(swapped), question["text"])


def other_wordings(question: dict) -> None:
    for name in ("require", "refuse", "model"):
        question.pop(name, None)
    question["accept"] = ["قاموس"]


NEXT = {"true": "false", "false": "not-given", "not-given": "true"}
CHANGES = {
    "choice": move_correct,
    "multiple": move_correct,
    "judgement": lambda q: q.update(
        answer={"true": "false", "false": "not-given"}.get(str(q["answer"]).lower(), "true")
    ),
    "short": other_wordings,
    "cloze": other_gaps,
    "order": lambda q: q.update(items=rotate(list(q["items"]))),
    "match": rotate_pairs,
    "sort": swap_items,
    "referent": lambda q: q.update(referent=[str(quote) for quote in q["evidence"]]),
    "root": lambda q: q.update(root="ق م س", pattern="فاعول"),
    "open": lambda q: q.update(model="إجابة أخرى"),
}


def pages_before_answering(config: Config, folder: Path) -> Iterator[str]:
    """Every page that a learner can reach without an answer, with what is drawn by chance made equal."""
    app = create_app(with_content(config, folder))
    try:
        layla = Learner(app)
        with layla.client.session_transaction() as session:
            session["reader"] = READER
        sheet = f"/texts/{SLUG}/worksheet"
        for url in ("/", f"/texts/{SLUG}/", f"/texts/{SLUG}/result", sheet, f"{sheet}?answers=1", "/me", "/healthz"):
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
    shutil.copy(ARTICLE / "seeds" / f"{SLUG}.txt", folder / "seeds")
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text()
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml.replace("gate: answered", "gate: open"))
    return folder


def test_other_keys_change_no_byte_before_an_answer(config: Config, tmp_path: Path) -> None:
    plain, changed = (library_with_open_gate(tmp_path, name) for name in ("plain", "changed"))
    other_keys(changed / "questions" / f"{SLUG}.yaml")
    before, after = list(pages_before_answering(config, plain)), list(pages_before_answering(config, changed))
    assert len(before) == 18
    assert '<article class="worksheet">' in before[3]
    assert all('id="questions"' in html for html in before[7:])
    assert before == after


def test_the_other_keys_are_other_keys_for_every_question_with_a_key(tmp_path: Path) -> None:
    plain, changed = (library_with_open_gate(tmp_path, name) for name in ("plain", "changed"))
    other_keys(changed / "questions" / f"{SLUG}.yaml")
    lessons = [check_file(folder / "questions" / f"{SLUG}.yaml", folder) for folder in (plain, changed)]
    assert [problems for _, problems in lessons] == [[], []]
    pairs = zip(lessons[0][0].items, lessons[1][0].items, strict=True)
    assert [
        one.question.id for one, other in pairs if one.version == other.version and one.question.type != "poll"
    ] == []
