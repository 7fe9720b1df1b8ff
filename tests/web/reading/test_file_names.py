"""Any name of a question file: a card that opens, answers that are kept and exported; or a reason in the check."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from click.testing import CliRunner
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, Desk, Learner, with_content
from webapp import create_app
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.content import Library, check_file, slug_of
from webapp.content.files.question_files import is_words_file
from webapp.content.files.stray_files import stray_files

QUESTIONS = (ROOT / "tests" / "content" / "questions" / "river.yaml").read_text(encoding="utf-8")
QUESTIONS = QUESTIONS.replace("level: A2", "level: A2\ngate: open")
TEXT = (ROOT / "tests" / "content" / "seeds" / "river.txt").read_text(encoding="utf-8")
GOOD = [
    "معلم القرية.yaml",
    "my text.yaml",
    "my-text.yml",
    "t.v2.yaml",
    "a&b.yaml",
    "t - Copy (2).yaml",
    "t'q.yaml",
    "what?.yaml",
    "no#1.yaml",
    "50%.yaml",
    "50%20.yaml",
    "a;b=c,d+e@f:g!h$i*j~k.yaml",
    '<b>"q".yaml',
    "مَدْرَسَةٌ.yaml",
    "كتاب‌ها.yaml",
    "أسئلة.yaml",
    unicodedata.normalize("NFD", "آثار أسئلة.yaml"),
    "١٢.yaml",
    "\U0001f600.yaml",
    "whole.yaml",
]
BAD = [
    "\u202eabc.yaml",
    "a\u200fb.yaml",
    "a\u00a0b.yaml",
    "a\tb.yaml",
    "a\nb.yaml",
    "a\\b.yaml",
    " a.yaml",
    "a .yaml",
    "a\udc80.yaml",
    "a\ufeff.yaml",
    "ا" * 101 + ".yaml",
]


def folder_with(folder: Path, names: Iterable[str]) -> Path:
    for part in ("seeds", "questions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "seeds" / "river.txt").write_text(TEXT, encoding="utf-8")
    for name in names:
        (folder / "questions" / name).write_text(QUESTIONS, encoding="utf-8")
    return folder


def links_to_texts(html: str) -> set[str]:
    """The slugs that the library's cards lead to."""
    parts = (part.split('"')[0] for part in html.split('href="/texts/')[1:])
    return {unquote(unescape(part)).split("/")[0] for part in parts}


def is_served(learner: Learner, slug: str) -> None:
    """Read, answer, and look at the result of a text."""
    url = f"/texts/{quote(slug, safe='')}"
    page = learner.answers(f"{url}/1", {"which-day": "السبت"}, check="which-day")
    assert "السبت" in page.text("which-day")
    for part in ("", "whole", "result", "worksheet"):
        assert learner.opens(f"{url}/{part}").status == 200


def printed(config: Config, folder: Path, *words: str) -> str:
    command = [*words, "--data", str(config.data), "--content", str(folder)]
    result = CliRunner().invoke(fahm, command)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return folder_with(tmp_path / "content", GOOD)


@pytest.fixture
def app(config: Config, content: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, content))
    yield made
    made.extensions["fahm"].store.close()


SLUGS = sorted(slug_of(Path(name)) for name in GOOD)


def test_every_card_of_the_library_opens_and_takes_an_answer_that_is_exported(
    app: Flask, layla: Learner, config: Config, content: Path
) -> None:
    assert sorted(links_to_texts(layla.opens("/").html)) == SLUGS
    for slug in SLUGS:
        is_served(layla, slug)
    rows = [json.loads(line) for line in printed(config, content, "answers", "--to", "jsonl").splitlines()]
    assert [row["text"] for row in rows] == SLUGS
    table = csv.DictReader(io.StringIO(printed(config, content, "answers", "--to", "csv").removeprefix("\ufeff")))
    assert [row["text"].removeprefix("'") for row in table] == SLUGS
    statements = [json.loads(line) for line in printed(config, content, "answers", "--to", "xapi").splitlines()]
    assert [unquote(made["object"]["id"]) for made in statements] == [
        f"urn:fahm:text:{slug}:question:which-day" for slug in SLUGS
    ]


def test_an_answer_kept_on_the_device_is_sent_for_a_text_of_any_name(app: Flask, layla: Learner) -> None:
    for slug in SLUGS:
        url = f"/texts/{quote(slug, safe='')}/1"
        page = layla.opens(url)
        token = re.search(r'data-record="([^"]+)"', page.html)
        assert token
        fields = {"form": [page.field("form")], "check": ["which-day"], "which-day": ["السبت"]}
        kept = {"token": unescape(token[1]), "path": url, "fields": fields, "ago": 1, "spent": 1}
        reply = layla.client.post("/sync", json=kept, headers={"X-Fahm-Script": "1"})
        assert reply.status_code == 200, (slug, reply.get_data(as_text=True))
    store = app.extensions["fahm"].store
    assert sorted(attempt.text for attempt in store.all_tries()) == SLUGS


def test_settings_lead_back_to_the_text(layla: Learner) -> None:
    for slug in SLUGS:
        page = layla.opens(f"/texts/{quote(slug, safe='')}/1")
        settings_url = re.search(r'href="(/settings[^"]*)"', page.html)
        assert settings_url
        back = layla.opens(unescape(settings_url[1])).field("next")
        assert slug in unquote(back)
        assert layla.opens(back).status == 200


def test_the_pages_of_the_desk_open(muna: Desk, layla: Learner) -> None:
    for slug in SLUGS:
        layla.answers(f"/texts/{quote(slug, safe='')}/1", {"which-day": "الأحد"}, check="which-day")
        for page in ("", "/items", "/heat", "/questions/which-day"):
            assert muna.opens(muna.of_class(f"texts/{quote(slug, safe='')}{page}")).status == 200, (slug, page)
    report = unescape(muna.opens(muna.of_class("scores")).html)
    for slug in SLUGS:
        assert quote(slug, safe="!$&'()*+,/:;=@") in report
    people = muna.people.members(muna.school, muna.class_id)
    answers = muna.opens(muna.of_class(f"learners/{people[0].learner}/scores"))
    assert set(re.findall(r' id="(q-[^"]*)"', answers.html)) == {
        f"q-{quote(slug, safe='')}.which-day" for slug in SLUGS
    }


def test_the_commands_take_the_name_as_it_is_shown(content: Path, config: Config) -> None:
    for slug in SLUGS:
        verdict = CliRunner().invoke(fahm, ["try", slug, "which-day", "السبت", "--json", "--content", str(content)])
        assert json.loads(verdict.stdout)["verdict"] == "accepted"


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_cannot_be_served_is_refused_by_the_check_and_is_no_card(name: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, [name])
    lesson, problems = check_file(folder / "questions" / name, folder)
    assert lesson is None
    assert [problem.rule for problem in problems] == ["file-name"]
    assert Library(folder).snapshot.lessons == {}
    result = CliRunner().invoke(fahm, ["check", "--content", str(folder)])
    assert result.exit_code == 1
    assert "file name" in result.stdout


def test_a_hidden_file_is_refused_by_name_and_told_of_in_the_folder(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, ["river.yaml", ".draft.yaml", "._river.yaml", ".#river.yaml"])
    result = CliRunner().invoke(fahm, ["check", "--content", str(folder)])
    assert result.exit_code == 0
    assert re.findall("^(questions/.*?):0:0: warning", result.stdout, re.M) == ["questions/.draft.yaml"]
    result = CliRunner().invoke(fahm, ["check", str(folder / "questions" / ".draft.yaml"), "--content", str(folder)])
    assert result.exit_code == 1


names = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="/\0"),
        st.sampled_from("ابتأآء ـَّ .-_?#%&+'\"<>:;|*~\u200c\u200f\u00a0e\u0301"),
    ),
    min_size=1,
    max_size=40,
).filter(lambda name: len(f"{name}.words.yaml".encode()) <= 255)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=names)
def test_any_name_is_served_or_refused_in_words(name: str, app: Flask, content: Path) -> None:
    path = content / "questions" / f"{name}.yaml"
    path.write_text(QUESTIONS, encoding="utf-8")
    try:
        library = app.extensions["fahm"].library
        library.refresh()
        reader, slug = Learner(app), slug_of(path)
        _, problems = check_file(path, content)
        if is_words_file(path) or name.startswith("."):
            assert [problem.path for problem in stray_files(content, ["river.txt"])]
        elif problems:
            assert [problem.rule for problem in problems] == ["file-name"]
            assert slug not in links_to_texts(reader.opens("/").html)
        else:
            assert slug in links_to_texts(reader.opens("/").html)
            is_served(reader, slug)
    finally:
        path.unlink()
