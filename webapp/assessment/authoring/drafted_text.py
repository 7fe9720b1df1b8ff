"""Drafts of a text: what its makers save is merged by question, and kept beside the files that readers have."""

from __future__ import annotations

from collections.abc import Callable

from webapp.assessment.authoring.drafted_file import Author, DraftedFile, FileState, new_draft
from webapp.assessment.authoring.text_check import CheckedText, check_text
from webapp.assessment.authoring.text_state import (
    QUESTIONS,
    TEXT,
    WORDS,
    Edit,
    SavedDraft,
    TextState,
    WorkingCopy,
    part_of,
)
from webapp.content import Library, question_file
from webapp.content.editing.line_merge import merge_lines
from webapp.content.editing.question_merge import merge_questions
from webapp.content.editing.text_name import text_name
from webapp.content.files.question_files import same_name, words_path
from webapp.content.yaml_writer import writing
from webapp.store.protocols.content_versions import ContentVersions, FileOfText, NewVersion

MAX_QUESTIONS_BYTES = 256 * 1024
MAX_TEXT_BYTES = MAX_WORDS_BYTES = 512 * 1024


class DraftedText:
    """One text of a school, with its drafts. ``sees_drafts`` is False for a teacher who is none of its makers.

    ``makes`` tells of another text whether whoever has this one open may change it too.
    """

    def __init__(
        self,
        versions: ContentVersions,
        school: str,
        library: Library,
        slug: str,
        sees_drafts: bool = True,
        makes: Callable[[str], bool] = lambda slug: True,
    ) -> None:
        self.versions, self.school, self.library, self.slug = versions, school, library, slug
        self.content, self.sees_drafts, self.makes = library.content, sees_drafts, makes
        self.folder = self.content / "questions"
        self.path = question_file(self.content, slug) or self.folder / f"{slug}.yaml"
        self.questions = DraftedFile(versions, school, FileOfText(slug), self.folder, _merged_questions)
        self.texts = DraftedFile(versions, school, FileOfText(slug, "text"), self.folder, _merged_lines)
        self.words = DraftedFile(versions, school, FileOfText(slug, "words"), self.folder, _merged_lines)

    def working(self) -> WorkingCopy | None:
        """The working copy now; None where there is nothing of this name."""
        return self.state().copy

    def is_published(self) -> bool:
        """Tell whether readers have a file of this name, or had one whose versions are kept."""
        return self.path.is_file() or self.versions.last_in_file(self.school, self.questions.of) is not None

    def check(self, copy: WorkingCopy) -> CheckedText:
        """Check a working copy: its questions with its own text."""
        drafts = {copy.text_path: copy.text} if copy.text_path and copy.text else {}
        if copy.words_path and copy.words is not None:
            drafts[copy.words_path] = copy.words
        return check_text(copy.questions, self.path, self.content, drafts)

    def save(self, edit: Edit, base: str, by: Author, why: str = "", text: bytes | None = None) -> SavedDraft:
        """Keep an edit of the question file as a draft, together with a new ``text`` if there is one.

        The edit is made on the state named ``base``; what others saved since is merged with it by question.
        """
        with writing(self.folder):
            state = self.state()
            now = state.questions.content
            began = self._began(self.questions, now, base, QUESTIONS)
            mine = edit((now if began is None else began) or b"")
            if len(mine) > MAX_QUESTIONS_BYTES or len(text or b"") > MAX_TEXT_BYTES:
                return SavedDraft("too-large", state.copy, mine=mine)
            if now is not None and began is None:
                return self._stale(state, mine, ("",), by, why)
            merged = merge_questions(began or b"", now or b"", mine)
            if merged.raw is None:
                return self._stale(state, mine, merged.conflicts, by, why)
            new_text = text if text is None else self._merged_text(state, text, base)
            if text is not None and new_text is None:
                self.texts.keep_aside(text, by, why)
                return self._stale(state, mine, ("text",), by, why)
            return self._kept(state, merged.raw, new_text, by, why)

    def save_text(self, text: bytes, base: str, by: Author, why: str = "") -> SavedDraft:
        """Keep another text as a draft; the question file stays."""
        return self.save(lambda raw: raw, base, by, why, text)

    def save_words(self, edit: Edit, base: str, by: Author, why: str = "") -> SavedDraft:
        """Keep an edit of the words file as a draft; ``theirs`` and ``mine`` are words files where it is stale."""
        with writing(self.folder):
            state = self.state()
            now = state.words.content
            began = self._began(self.words, now, base, WORDS)
            mine = edit(began if began is not None else now or b"")
            if len(mine) > MAX_WORDS_BYTES:
                return SavedDraft("too-large", state.copy, mine=mine)
            merged = mine if began == now else None if began is None else _merged_lines(began, now or b"", mine)
            if merged is None and mine != now:
                entry = self.words.keep_aside(mine, by, why)
                return SavedDraft("stale", state.copy, entry, now or b"", mine, ("words",))
            if merged is None or merged == now:
                return SavedDraft("unchanged", state.copy)
            entry = self.words.keep(state.words, merged, by, why)
            return SavedDraft("saved", self.state().copy, entry)

    def state(self) -> TextState:
        """The files and their drafts now."""
        questions = self.questions.state(self.path)
        shown = questions.content if self.sees_drafts else questions.in_file
        name = text_name(shown) if shown is not None else None
        if name is None and shown is not None and questions.in_file is not None:
            name = text_name(questions.in_file)
        seeds = self.content / "seeds"
        text = self.texts.state(seeds / (same_name(seeds, name) or name)) if name else None
        return TextState(questions, text, self.words.state(words_path(self.path)), self.sees_drafts)

    def _began(self, file: DraftedFile, now: bytes | None, base: str, part: slice) -> bytes | None:
        """The content of a file in the state that an edit began from; None where there was none, or it is not known."""
        if part_of(now, part) == base[part]:
            return now
        return file.content_of(base[part]) if len(base) == WORDS.stop and base[part].strip("0") else None

    def _merged_text(self, state: TextState, text: bytes, base: str) -> bytes | None:
        now = state.text.content if state.text else None
        began = self._began(self.texts, now, base, TEXT)
        if now is None or now == text:
            return text
        return None if began is None else _merged_lines(began, now, text)

    def _kept(self, state: TextState, questions: bytes, text: bytes | None, by: Author, why: str) -> SavedDraft:
        drafts: dict[FileOfText, NewVersion] = {}
        if questions != state.questions.content:
            drafts[self.questions.of] = new_draft(state.questions, questions, by, why)
        if text is not None and text != (state.text.content if state.text else None):
            drafts[self.texts.of] = new_draft(state.text or FileState(self.path, None), text, by, why)
        # Together: the questions of one state need not fit the text of another.
        entries = self.versions.add_together(self.school, drafts)
        return SavedDraft("saved" if drafts else "unchanged", self.state().copy, next(iter(entries.values()), None))

    def _stale(self, state: TextState, mine: bytes, conflicts: tuple[str, ...], by: Author, why: str) -> SavedDraft:
        entry = self.questions.keep_aside(mine, by, why)
        return SavedDraft("stale", state.copy, entry, state.questions.content or b"", mine, conflicts)


def _merged_questions(base: bytes, theirs: bytes, mine: bytes) -> bytes | None:
    return merge_questions(base, theirs, mine).raw


def _merged_lines(base: bytes, theirs: bytes, mine: bytes) -> bytes | None:
    merged = merge_lines(*(side.decode("utf-8", "surrogateescape") for side in (base, theirs, mine)))
    return None if merged is None else merged.encode("utf-8", "surrogateescape")
