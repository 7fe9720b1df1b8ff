"""A teacher's recordings: what the question file says of them, and how they are served."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from conftest import ARTICLE, SLUG, Learner, right_fields, with_content
from webapp import create_app
from webapp.config import Config
from webapp.content import Library, check_file

ROOT = Path(__file__).parents[3]
SETTINGS = "audio: {1: first.wav, 2: second.wav}\n"


def sound(seconds: float = 0.2) -> bytes:
    """Silence, as a WAV file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * int(8000 * seconds))
    return made.getvalue()


def content_with(folder: Path, settings: str, *names: str) -> Path:
    """The article with these settings in front, and recordings of these names."""
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions" / "audio").mkdir(parents=True)
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    (folder / "questions" / f"{SLUG}.yaml").write_text(settings + yaml, encoding="utf-8")
    for name in names:
        (folder / "questions" / "audio" / name).write_bytes(sound())
    return folder


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_with(tmp_path / "content", SETTINGS, "first.wav", "second.wav")


@pytest.fixture
def app(config: Config, content: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, content))
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def client(layla: Learner) -> FlaskClient:
    return layla.client


def told(tmp_path: Path, settings: str, *names: str) -> list[tuple[int, int, str]]:
    content = content_with(tmp_path / "told", settings, *names)
    _, problems = check_file(content / "questions" / f"{SLUG}.yaml", content)
    return [(problem.line, problem.column, problem.rule) for problem in problems]


def hear(client: FlaskClient, place: str, **headers: str) -> TestResponse:
    """The reply to a request for a recording, read to its end."""
    reply = client.get(f"/texts/{SLUG}/audio/{place}", headers=headers)
    assert reply.data is not None
    reply.close()
    return reply


def test_recordings_that_are_there_are_no_problem(tmp_path: Path) -> None:
    assert told(tmp_path, SETTINGS, "first.wav", "second.wav") == []


def test_a_recording_that_is_not_there_is_told_where_it_is_named(tmp_path: Path) -> None:
    assert told(tmp_path, SETTINGS, "first.wav") == [(1, 26, "audio-missing")]


def test_a_recording_of_a_paragraph_that_is_not_there_is_told_at_its_number(tmp_path: Path) -> None:
    assert told(tmp_path, "audio:\n  99: first.wav\n", "first.wav") == [(2, 3, "audio-range")]


@pytest.mark.parametrize(
    "value",
    [
        "{1: ../seeds/a.wav}",
        "{1: a/b.mp3}",
        '{1: "a\\\\b.mp3"}',
        "{1: .mp3}",
        "{1: notes.txt}",
        "{1: }",
        "{0: a.mp3}",
        "{one: a.mp3}",
        "{1.0: a.mp3}",
        "a.mp3",
        "[a.mp3]",
        "",
    ],
)
def test_what_is_no_plain_name_or_no_number_is_refused(tmp_path: Path, value: str) -> None:
    assert {rule for _, _, rule in told(tmp_path, f"audio: {value}\n", "a.mp3")} == {"bad-value"}


def test_a_number_in_arabic_digits_is_a_number(tmp_path: Path) -> None:
    assert told(tmp_path, "audio: {١: a.mp3}\n", "a.mp3") == []


def test_the_messages_are_in_both_languages(tmp_path: Path) -> None:
    content = content_with(tmp_path / "both", "audio: {99: none.mp3}\n")
    _, problems = check_file(content / "questions" / f"{SLUG}.yaml", content)
    assert [problem.rule for problem in problems] == ["audio-range", "audio-missing"]
    assert "the text has" in problems[0].message
    assert "عدد فقرات النص" in problems[0].message
    assert "no file none.mp3 in questions/audio/" in problems[1].message
    assert "لا يوجد هذا الملف" in problems[1].message


def test_a_recording_that_is_added_later_brings_the_text_back(tmp_path: Path) -> None:
    content = content_with(tmp_path / "later", "audio: {1: first.wav}\n")
    library = Library(content)
    assert SLUG not in library.snapshot.lessons
    (content / "questions" / "audio" / "first.wav").write_bytes(sound())
    assert library.refresh()
    assert library.snapshot.lessons[SLUG].settings.recording(1) == "first.wav"


def test_the_page_has_the_recording_in_place_of_the_browsers_voice(layla: Learner) -> None:
    html = layla.opens(f"/texts/{SLUG}/1").html
    assert f'src="/texts/{SLUG}/audio/1" aria-label="تسجيل الفقرة بصوت المعلم"' in html
    assert "<audio" in html
    assert 'controls preload="none"' in html
    assert "data-aloud" not in html


def test_a_paragraph_without_a_recording_has_the_browsers_voice(config: Config, tmp_path: Path) -> None:
    app = create_app(with_content(config, content_with(tmp_path / "plain", "")))
    html = Learner(app).opens(f"/texts/{SLUG}/1").html
    assert "<audio" not in html
    assert "data-aloud" in html
    app.extensions["fahm"].store.close()


def test_pages_may_play_what_comes_from_here_and_nothing_else(layla: Learner) -> None:
    policy = layla.opens(f"/texts/{SLUG}/1").response.headers["Content-Security-Policy"]
    assert "media-src 'self';" in policy


def test_a_recording_is_sent_with_its_type_and_kept_for_one_reader(client: FlaskClient) -> None:
    reply = hear(client, "1")
    assert reply.status_code == 200
    assert reply.mimetype == "audio/wav"
    assert reply.data == sound()
    assert reply.headers["Cache-Control"] == "private, no-cache"
    assert reply.headers["Accept-Ranges"] == "bytes"


def test_an_unchanged_recording_is_not_sent_again(client: FlaskClient) -> None:
    etag = hear(client, "1").headers["ETag"]
    reply = hear(client, "1", **{"If-None-Match": etag})
    assert reply.status_code == 304
    assert reply.data == b""


def test_a_part_of_a_recording_can_be_asked_for(client: FlaskClient) -> None:
    reply = hear(client, "1", Range="bytes=4-11")
    assert reply.status_code == 206
    assert reply.data == sound()[4:12]
    assert reply.headers["Content-Range"] == f"bytes 4-11/{len(sound())}"
    beyond = hear(client, "1", Range="bytes=999999-")
    assert beyond.status_code == 416


def test_the_recording_of_a_closed_paragraph_is_closed_as_well(layla: Learner, lesson) -> None:
    shut = hear(layla.client, "2")
    assert shut.status_code == 303
    assert shut.headers["Location"] == f"/texts/{SLUG}/1"
    everything = {k: v for item in lesson.items_at(1) for k, v in right_fields(lesson, item.question.id).items()}
    layla.answers(f"/texts/{SLUG}/1", everything)
    assert hear(layla.client, "2").status_code == 200


@pytest.mark.parametrize("place", ["3", "0", "99", "whole", "first.wav", "..%2F..%2Fseeds", "%2e%2e/first.wav"])
def test_there_is_nothing_else_to_hear(client: FlaskClient, place: str) -> None:
    assert hear(client, place).status_code == 404
    assert client.get(f"/texts/no-such-text/audio/{place}").status_code == 404


def test_a_recording_that_was_taken_away_is_not_found(client: FlaskClient, content: Path) -> None:
    (content / "questions" / "audio" / "first.wav").unlink()
    assert hear(client, "1").status_code == 404
