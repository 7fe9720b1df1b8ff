"""The working copy of a text: its latest draft, or the files where there is none; saved by question, published whole.

Publishing writes the text and the question file, both or neither, and readers have them at once.
"""

from __future__ import annotations

from pathlib import Path

from webapp.assessment.authoring.drafted_file import Author, FileState, new_publication
from webapp.assessment.authoring.drafted_text import MAX_QUESTIONS_BYTES, DraftedText
from webapp.assessment.authoring.foreign_texts import foreign_text
from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.text_state import Edit, Published, SavedDraft, TextState, WorkingCopy
from webapp.content import check_file, question_file
from webapp.content.editing.question_edits import UneditableFile, UnknownQuestion
from webapp.content.editing.question_merge import merge_questions
from webapp.content.yaml_writer import file_digest, replace_together, writing
from webapp.domain.problem import Problem
from webapp.store.protocols.content_versions import VersionEntry

__all__ = ["MAX_QUESTIONS_BYTES", "Author", "AuthoredText", "Published", "SavedDraft", "WorkingCopy"]
MOST_EDITS = 3
"""Times that an edit is made anew, since the file was changed during its check."""


class AuthoredText(DraftedText):
    """One text of a school: its working copy, and the way of that into the files."""

    def publish(self, base: str, by: Author, why: str = "", over: str = "") -> Published:
        """Publish the working copy, if it still is the one named ``base`` and nothing in it is an error.

        ``over`` is the digest of the question file where it may be overwritten though it was changed meanwhile.
        OSError where a file cannot be written: nothing is changed then.
        """
        state = self.state()
        if early := self._not_publishable(state, base, over):
            return early
        copy = state.copy
        assert copy
        checked = self._checked(state, copy)  # may take a second: other makers save meanwhile
        if checked.lesson is None:
            return Published("faulty", checked)
        with writing(self.folder):
            now = self.state()
            if late := self._not_publishable(now, base, over):
                return late
            if _served(now) != _served(state):
                return Published("stale", checked, theirs=now.questions.in_file or b"", mine=copy.questions)
            if problems := self._foreign(now):
                return Published("faulty", CheckedText(None, tuple(problems), checked.rehearsed))
            entry = self._written(now, copy, by, why)
        self.library.refresh()  # here at once; the other processes look by themselves
        return Published("published", checked, entry)

    def publish_edit(self, edit: Edit, by: Author, why: str = "") -> Published:
        """Make an edit in the question file, and in its draft if it has one. OSError where it cannot be written.

        Where the file is changed while the edit is checked, it is made anew in what is there then.
        """
        published = Published("stale")
        for _ in range(MOST_EDITS):
            state = self.state()
            raw = state.questions.in_file
            if raw is None:
                return Published("stale")
            new = edit(raw)
            checked = self._checked_edit(state, new)
            if new == raw or checked.lesson is None:
                return Published("unchanged" if new == raw else "faulty", checked)
            published = Published("stale", checked, theirs=raw, mine=new)
            with writing(self.folder):
                now = self.state()
                if _served(now) == _served(state):
                    published = Published("published", checked, self._edited(now, edit, new, by, why))
                    break
        self.library.refresh()
        return published

    def _not_publishable(self, state: TextState, base: str, over: str) -> Published | None:
        """The reason why the working copy of a state is not published; None where its check decides."""
        copy = state.copy
        if copy is None or copy.digest != base:
            return Published("stale", theirs=copy.questions if copy else b"")
        in_file = state.questions.in_file
        if not copy.is_draft:
            return Published("unchanged", entry=self.versions.last_in_file(self.school, self.questions.of))
        if copy.behind and over != file_digest(in_file):
            return Published("stale", theirs=in_file or b"", mine=copy.questions)
        return None

    def _checked_edit(self, state: TextState, new: bytes) -> CheckedText:
        served = state.text.in_file if state.text else None
        path = state.text.path if state.text else None
        return self.check(WorkingCopy(new, served or b"", "", is_draft=False, text_path=path))

    def _edited(self, state: TextState, edit: Edit, new: bytes, by: Author, why: str) -> VersionEntry:
        replace_together(self.folder, {state.questions.path: new})
        version = new_publication(state.questions, new, by, why)
        entry = self.versions.add(self.school, self.questions.of, version)
        if state.questions.draft and state.questions.drafted is not None:
            self._into_the_draft(state.questions, edit, new)
        return entry

    def _into_the_draft(self, state: FileState, edit: Edit, new: bytes) -> None:
        """Keep the draft open behind what was published, with the edit in it where that can be."""
        draft, drafted, raw = state.draft, state.drafted or b"", state.in_file or b""
        assert draft
        began = raw if draft.base == file_digest(raw) else None
        merged = merge_questions(began, drafted, new).raw if began is not None else None
        base = file_digest(new)
        if merged is None:
            try:
                merged, base = edit(drafted), base if began is not None else draft.base
            except (UneditableFile, UnknownQuestion):
                merged, base = drafted, draft.base
        self.questions.keep_from(merged, base, Author(draft.teacher, draft.name), draft.why)

    def _written(self, state: TextState, copy: WorkingCopy, by: Author, why: str) -> VersionEntry | None:
        files: dict[Path, bytes] = {}
        parts = [(self.texts, state.text), (self.words, state.words), (self.questions, state.questions)]
        for _, part in parts:
            if part and part.content is not None and part.content != part.in_file:
                files[part.path] = part.content
        replace_together(self.folder, files)
        published = {
            file.of: new_publication(part, part.content, by, why)
            for file, part in parts
            if part and part.content is not None and (part.draft or part.path in files)
        }
        entries = self.versions.add_together(self.school, published)
        return next(reversed(list(entries.values())), None)

    def _checked(self, state: TextState, copy: WorkingCopy) -> CheckedText:
        """The check of a copy; an error too where its text is that of another question file, which would break."""
        checked = self.check(copy)
        if checked.lesson is None or state.text is None or state.text.content == state.text.in_file:
            return checked
        problems = self._foreign(state) or self._faults_of_others(state.text)
        return CheckedText(None, (*problems, *checked.problems), checked.rehearsed) if problems else checked

    def _foreign(self, state: TextState) -> list[Problem]:
        """The problem of writing a text file that is another's; none where the text stays as it is."""
        if state.text is None or state.text.content == state.text.in_file:
            return []
        return foreign_text(self, state, state.text.path.name)

    def _faults_of_others(self, new: FileState) -> list[Problem]:
        def read(path: Path) -> bytes:
            return new.content or b"" if path == new.path else path.read_bytes()

        problems: list[Problem] = []
        for slug, lesson in self.library.snapshot.lessons.items():
            path = question_file(self.content, slug)
            if path and slug != self.slug and lesson.settings.text == new.path.name:
                other, found = check_file(path, self.content, read)
                problems += found if other is None else []
        return problems


def _served(state: TextState) -> list[tuple[Path, bytes | None]]:
    """The files of a text as readers have them."""
    return [(part.path, part.in_file) for part in state.files]
