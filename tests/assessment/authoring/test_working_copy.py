"""The working copy of a text: drafts merged by question, publishing, and what stands in its way."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from conftest import ROOT
from store.helpers import Clock, S
from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.text_state import Edit
from webapp.assessment.authoring.working_copy import Author, AuthoredText, WorkingCopy
from webapp.content import Library
from webapp.content.editing.question_edits import (
    add_question,
    change_question,
    change_settings,
    file_settings,
    new_question_file,
    question_sources,
    remove_question,
)
from webapp.content.yaml_writer import file_digest
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store
from webapp.store.sql import content_versions

MUNA, SAMI = Author("t1", "منى"), Author("t2", "سامي")
SLUG = "river"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(sqlite_url(tmp_path / "data" / "fahm.db"), Clock())
    yield store
    store.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("questions", "seeds"):
        (folder / name).mkdir(parents=True)
        for path in (ROOT / "tests" / "content" / name).glob("river.*"):
            shutil.copy(path, folder / name)
    return folder


@pytest.fixture
def text(store: Store, content: Path) -> AuthoredText:
    return AuthoredText(store.versions, S, Library(content), SLUG)


def working(text: AuthoredText) -> WorkingCopy:
    copy = text.working()
    assert copy
    return copy


def prompted(question: str, prompt: str) -> Edit:
    def edit(raw: bytes) -> bytes:
        values = next(source.values for source in question_sources(raw) if source.id == question)
        return change_question(raw, question, {**values, "prompt": prompt})

    return edit


def ids(raw: bytes) -> list[str]:
    return [source.id for source in question_sources(raw)]


def test_a_draft_is_not_in_the_file_until_it_is_published(text: AuthoredText) -> None:
    began = working(text)
    first = ids(began.questions)[0]
    saved = text.save(prompted(first, "سؤال جديد؟"), began.digest, MUNA, "أوضح")
    assert (saved.outcome, saved.entry.state, saved.entry.why) == ("saved", "draft", "أوضح")
    assert text.path.read_bytes() == began.questions
    copy = working(text)
    assert copy.is_draft
    assert copy == saved.copy
    assert "سؤال جديد؟" in copy.questions.decode()
    published = text.publish(copy.digest, SAMI, "نُشر")
    assert published.outcome == "published"
    assert text.path.read_bytes() == copy.questions
    assert not working(text).is_draft
    assert text.library.snapshot.lessons[SLUG].items[0].question.prompt == "سؤال جديد؟"
    assert text.publish(working(text).digest, MUNA).outcome == "unchanged"
    states = [(entry.state, entry.name) for entry in text.versions.entries(S, text.questions.of)]
    assert states == [("published", "سامي"), ("draft", "منى"), ("seen-in-file", "")]


def test_two_makers_on_different_questions_merge_and_on_the_same_nothing_is_lost(text: AuthoredText) -> None:
    began = working(text)
    first, second = ids(began.questions)[:2]
    assert text.save(prompted(first, "أ؟"), began.digest, MUNA).outcome == "saved"
    assert text.save(prompted(second, "ب؟"), began.digest, SAMI).outcome == "saved"
    copy = working(text)
    assert [source.values["prompt"] for source in question_sources(copy.questions)][:2] == ["أ؟", "ب؟"]
    stale = text.save(prompted(first, "ج؟"), began.digest, SAMI)
    assert (stale.outcome, stale.conflicts, stale.theirs) == ("stale", (first,), copy.questions)
    assert "ج؟" in stale.mine.decode()
    assert text.versions.content(S, text.questions.of, stale.entry.number) == stale.mine
    assert working(text) == copy
    assert text.save(prompted(first, "ج؟"), copy.digest, SAMI).outcome == "saved"


def test_a_state_that_was_left_and_come_back_to_is_a_draft_each_time(text: AuthoredText) -> None:
    began = working(text)
    first = ids(began.questions)[0]
    for prompt, by in (("أ؟", MUNA), ("ب؟", SAMI), ("أ؟", MUNA), ("ب؟", SAMI), ("أ؟", MUNA)):
        assert text.save(prompted(first, prompt), working(text).digest, by).outcome == "saved"
        assert prompt in working(text).questions.decode()
    back = text.save(lambda _: began.questions, working(text).digest, MUNA)
    assert (back.outcome, back.copy.is_draft) == ("saved", False)


def test_what_another_program_writes_goes_into_the_draft_or_is_named(text: AuthoredText) -> None:
    began = working(text)
    first, second = ids(began.questions)[:2]
    text.save(prompted(first, "أ؟"), began.digest, MUNA)
    outside = prompted(second, "من خارج؟")(began.questions)
    text.path.write_bytes(outside)
    copy = working(text)
    assert [source.values["prompt"] for source in question_sources(copy.questions)][:2] == ["أ؟", "من خارج؟"]
    assert not copy.behind
    text.path.write_bytes(prompted(first, "غيره؟")(outside))
    copy = working(text)
    assert copy.behind
    stale = text.publish(copy.digest, MUNA)
    assert (stale.outcome, stale.theirs, stale.mine) == ("stale", text.path.read_bytes(), copy.questions)
    over = file_digest(stale.theirs)
    assert text.publish(copy.digest, MUNA, over=over).outcome == "published"
    assert text.path.read_bytes() == copy.questions
    assert not working(text).is_draft


def test_a_form_of_another_state_does_not_publish(text: AuthoredText) -> None:
    began = working(text)
    text.save(prompted(ids(began.questions)[0], "أ؟"), began.digest, MUNA)
    assert text.publish(began.digest, MUNA).outcome == "stale"
    assert text.path.read_bytes() == began.questions


def during_the_check(text: AuthoredText, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have somebody else act, in a thread of their own, while a copy is checked for the first time."""
    check, done = text.check, list[object]()

    def slow(copy: WorkingCopy) -> CheckedText:
        if not done:
            thread = Thread(target=lambda: done.append(act()), daemon=True)
            thread.start()
            thread.join(timeout=30)
            assert done, "the check holds the lock of the makers"
        return check(copy)

    monkeypatch.setattr(text, "check", slow)


def test_a_save_during_the_check_of_publishing_waits_for_nothing_and_is_not_published(
    store: Store, text: AuthoredText, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = text.save(prompted("who-went", "أولًا"), working(text).digest, MUNA)
    assert saved.copy
    base, before, sami = saved.copy.digest, text.path.read_bytes(), AuthoredText(store.versions, S, text.library, SLUG)
    during_the_check(text, monkeypatch, lambda: sami.save(prompted("which-day", "ثانيًا"), base, SAMI))
    assert text.publish(base, MUNA).outcome == "stale"
    assert text.path.read_bytes() == before
    copy = working(text)
    assert text.publish(copy.digest, MUNA).outcome == "published"
    assert text.path.read_bytes() == copy.questions


def test_a_file_that_changes_during_the_check_is_not_overwritten(
    text: AuthoredText, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = text.save(prompted("who-went", "أولًا"), working(text).digest, MUNA)
    assert saved.copy
    other = prompted("who-went", "في الملف")(text.path.read_bytes())
    during_the_check(text, monkeypatch, lambda: text.path.write_bytes(other))
    assert text.publish(saved.copy.digest, MUNA).outcome == "stale"
    assert text.path.read_bytes() == other


def test_an_edit_is_made_anew_where_another_one_came_during_its_check(
    store: Store, text: AuthoredText, monkeypatch: pytest.MonkeyPatch
) -> None:
    sami = AuthoredText(store.versions, S, text.library, SLUG)
    during_the_check(text, monkeypatch, lambda: sami.publish_edit(prompted("which-day", "ثانيًا"), SAMI))
    assert text.publish_edit(prompted("who-went", "أولًا"), MUNA).outcome == "published"
    prompts = [source.values["prompt"] for source in question_sources(text.path.read_bytes())]
    assert prompts == ["أولًا", "ثانيًا"]


def test_a_faulty_draft_stays_a_draft(text: AuthoredText) -> None:
    began = working(text)
    saved = text.save(lambda raw: raw.replace(b"type: short", b"type: shirt"), began.digest, MUNA)
    assert saved.outcome == "saved"
    published = text.publish(saved.copy.digest, MUNA)
    assert published.outcome == "faulty"
    assert published.checked.errors
    assert text.path.read_bytes() == began.questions
    assert SLUG in text.library.snapshot.lessons
    broken = text.save(lambda raw: raw + b"  ]", saved.copy.digest, MUNA)
    assert broken.outcome == "saved"
    assert text.check(broken.copy).lesson is None


def test_a_text_of_drafts_alone_compiles_and_is_published_with_its_text(store: Store, content: Path) -> None:
    text = AuthoredText(store.versions, S, Library(content), "new")
    assert text.working() is None
    settings = {"text": "new.txt", "title": "جديد", "level": "A1"}
    question = {"id": "poll-1", "paragraph": 1, "type": "poll", "prompt": "أعجبك؟", "options": ["نعم", "لا"]}
    began = text.save(lambda raw: new_question_file(settings, [question]), "", MUNA, text="فقرة أولى.\n".encode())
    assert began.outcome == "saved"
    copy = working(text)
    assert copy.text == "فقرة أولى.\n".encode()
    assert text.check(copy).lesson
    assert not (content / "seeds" / "new.txt").exists()
    assert text.publish(copy.digest, MUNA).outcome == "published"
    assert (content / "seeds" / "new.txt").read_bytes() == copy.text
    assert text.path.read_bytes() == copy.questions
    assert "new" in text.library.snapshot.lessons


def test_another_text_is_published_with_the_questions_that_fit_it(text: AuthoredText, content: Path) -> None:
    began = working(text)
    seed = content / "seeds" / "river.txt"
    assert began.text == seed.read_bytes()
    shorter = "سطر واحد فقط.\n".encode()
    saved = text.save_text(shorter, began.digest, MUNA)
    assert saved.outcome == "saved"
    assert text.publish(saved.copy.digest, MUNA).outcome == "faulty"
    assert seed.read_bytes() == began.text
    poll = {"id": "poll-1", "paragraph": 1, "type": "poll", "prompt": "أعجبك؟", "options": ["نعم", "لا"]}

    def only_a_poll(raw: bytes) -> bytes:
        old = ids(raw)
        raw = add_question(raw, poll)
        for name in old:
            raw = remove_question(raw, name)
        return raw

    saved = text.save(only_a_poll, saved.copy.digest, MUNA)
    assert text.publish(saved.copy.digest, MUNA).outcome == "published"
    assert seed.read_bytes() == shorter
    assert text.library.snapshot.lessons[SLUG].items[0].question.id == "poll-1"


def test_a_text_that_another_question_file_needs_is_not_broken(text: AuthoredText, content: Path) -> None:
    shutil.copy(text.path, content / "questions" / "twin.yaml")
    text.library.refresh()
    saved = text.save(
        lambda raw: new_question_file(
            file_settings(raw),
            [{"id": "p", "paragraph": 1, "type": "poll", "prompt": "أعجبك؟", "options": ["نعم", "لا"]}],
        ),
        working(text).digest,
        MUNA,
        text="سطر واحد فقط.\n".encode(),
    )
    published = text.publish(saved.copy.digest, MUNA)
    assert published.outcome == "faulty"
    assert any(problem.path == "questions/twin.yaml" for problem in published.checked.problems)


def test_an_edit_of_the_file_goes_into_the_draft_too(text: AuthoredText) -> None:
    began = working(text)
    first, second = ids(began.questions)[:2]
    text.save(prompted(first, "مسودة؟"), began.digest, MUNA)
    assert text.publish_edit(prompted(second, "للناس؟"), SAMI, "قُبل جواب").outcome == "published"
    assert text.path.read_bytes() == prompted(second, "للناس؟")(began.questions)
    copy = working(text)
    assert copy.is_draft
    assert [source.values["prompt"] for source in question_sources(copy.questions)][:2] == ["مسودة؟", "للناس؟"]
    assert text.publish(copy.digest, MUNA).outcome == "published"


def test_an_edit_of_a_question_that_the_draft_changed_too_is_made_in_both(text: AuthoredText) -> None:
    began = working(text)
    first = question_sources(began.questions)[0]
    text.save(lambda raw: change_question(raw, first.id, {**first.values, "tries": 1}), began.digest, MUNA)
    assert text.publish_edit(prompted(first.id, "للناس؟"), SAMI).outcome == "published"
    copy = working(text)
    assert copy.is_draft
    assert question_sources(copy.questions)[0].values == {**first.values, "prompt": "للناس؟", "tries": 1}
    assert text.publish(copy.digest, MUNA).outcome == "published"


def test_a_publication_that_was_cut_off_before_its_version_is_noted_as_one(text: AuthoredText) -> None:
    began = working(text)
    saved = text.save(prompted(ids(began.questions)[0], "أ؟"), began.digest, MUNA, "سبب")
    text.path.write_bytes(saved.copy.questions)
    assert not working(text).is_draft
    last = text.versions.entries(S, text.questions.of)[0]
    assert (last.state, last.name, last.why) == ("published", "منى", "سبب")


def test_a_reader_sees_no_draft(store: Store, text: AuthoredText) -> None:
    began = working(text)
    text.save(prompted(ids(began.questions)[0], "أ؟"), began.digest, MUNA)
    other = AuthoredText(store.versions, S, text.library, SLUG, sees_drafts=False)
    assert working(other) == began


def test_a_file_over_the_limit_is_not_kept(text: AuthoredText) -> None:
    began = working(text)
    count = len(text.versions.entries(S, text.questions.of))
    large = text.save(lambda raw: raw + b"#" * 300_000, began.digest, MUNA)
    assert large.outcome == "too-large"
    assert len(text.versions.entries(S, text.questions.of)) == count


def test_settings_and_questions_merge(text: AuthoredText) -> None:
    began = working(text)
    text.save(lambda raw: change_settings(raw, {**file_settings(raw), "level": "B1"}), began.digest, MUNA)
    saved = text.save(prompted(ids(began.questions)[0], "أ؟"), began.digest, SAMI)
    assert saved.outcome == "saved"
    assert file_settings(saved.copy.questions)["level"] == "B1"


def of_sami(store: Store, content: Path, slug: str) -> AuthoredText:
    """A text that Sami makes; he makes no other one."""
    return AuthoredText(store.versions, S, Library(content), slug, makes=lambda other: other == slug)


def with_text(text: AuthoredText, name: str, words: bytes) -> AuthoredText:
    """Name a text file in the draft, and write its words."""
    settings = {"text": name, "title": "لي", "level": "A2"}
    copy = text.working()
    text.save(
        lambda raw: new_question_file(settings, [QUESTION_OF_SAMI]), copy.digest if copy else "", SAMI, text=words
    )
    return text


QUESTION_OF_SAMI = {
    "id": "who",
    "paragraph": "whole",
    "type": "short",
    "process": "retrieve",
    "prompt": "من سافر؟",
    "accept": ["سامي"],
    "why": "يقول النص: سافر سامي.",
    "evidence": ["سافر سامي"],
}


def test_the_maker_of_one_text_does_not_change_the_words_of_another(store: Store, content: Path) -> None:
    before = (content / "seeds" / "river.txt").read_bytes()
    mine = with_text(of_sami(store, content, "mine"), "river.txt", before + "\nسافر سامي إلى البحر.\n".encode())
    published = mine.publish(working(mine).digest, SAMI)
    assert published.outcome == "faulty"
    assert published.checked
    assert "foreign-text" in {problem.rule for problem in published.checked.problems}
    assert (content / "seeds" / "river.txt").read_bytes() == before


def test_nobody_takes_the_name_that_the_draft_of_another_will_have(store: Store, content: Path) -> None:
    words = "سافر سامي إلى البحر.\n".encode()
    mine = with_text(of_sami(store, content, "mine"), "theirs.txt", words)
    assert mine.publish(working(mine).digest, SAMI).outcome == "faulty"
    assert not (content / "seeds" / "theirs.txt").exists()
    assert with_text(mine, "mine.txt", words).publish(working(mine).digest, SAMI).outcome == "published"


def test_who_makes_both_texts_changes_the_words_that_they_share(store: Store, content: Path) -> None:
    (content / "questions" / "again.yaml").write_bytes((content / "questions" / "river.yaml").read_bytes())
    text = AuthoredText(store.versions, S, Library(content), SLUG, makes=lambda other: other in (SLUG, "again"))
    text.save_text(working(text).text + "\nفقرة أخرى في آخر النص.\n".encode(), working(text).digest, MUNA)
    assert text.publish(working(text).digest, MUNA).outcome == "published"


def test_a_save_of_text_and_questions_that_is_cut_off_leaves_neither(
    text: AuthoredText, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, adds = working(text), content_versions._add
    added: list[str] = []

    def cut(conn: object, file: tuple[str, str, str], *rest: object) -> object:
        added.append(file[2])
        if len(added) == 2:
            raise RuntimeError("cut off")
        return adds(conn, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(content_versions, "_add", cut)
    new = before.text + "نعم.\n".encode()
    edit: Edit = lambda raw: change_settings(raw, file_settings(raw) | {"title": "آخر"})  # noqa: E731
    with pytest.raises(RuntimeError, match="cut off"):
        text.save(edit, before.digest, MUNA, text=new)
    assert added == ["questions", "text"]
    monkeypatch.undo()
    assert working(text).digest == before.digest
