"""The words file of a text as a table, a paragraph at a time; what is typed is a draft, and published with the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import DifferenceLine, line_difference
from webapp.assessment.authoring.working_copy import SavedDraft
from webapp.content.editing.question_edits import UneditableFile
from webapp.content.editing.words_edits import Entry, OtherWords, Place, WordsSource
from webapp.domain.people import Teacher
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.open_text import OpenText, may_save, open_text_or_404
from webapp.web.teacher.forms import DeskForm, FlagField, TextField
from webapp.web.teacher.kept_forms import keeps_what_was_typed
from webapp.web.teacher.text_words.typed_rows import laid_over, typed_rows
from webapp.web.teacher.text_words.word_drafts import drafted, has_tool
from webapp.web.teacher.text_words.words_file import words_view
from webapp.web.teacher.texts.editing_rights import author, barrier, maker_only
from webapp.web.teacher.texts.text_tabs import text_title
from webapp.web.teacher.texts.yaml_tab import TOO_LARGE, TOO_MANY_SAVES

EXPRESSIONS = "expressions"
"""The place of the entries of several words."""
BLANK_ROWS = 3
MAX_PROBLEMS = 20
OTHER_WORDS = N_("The text was changed in the meantime. These are its current words; what you typed is in their rows.")
CHANGED = N_("Another editor changed the same words in the meantime. Nothing was overwritten. What you typed is below.")
UNREADABLE = N_("The words file cannot be read as a table. Fix it and its words will appear here again.")


class WordsForm(DeskForm):
    """Rows of one place. ``go_on`` saves and opens the next place, ``draft`` saves nothing."""

    base = TextField(longest=64)
    place = TextField(longest=40)
    all_read = FlagField()
    whole = FlagField()
    go_on = FlagField()
    draft = FlagField()


@dataclass(frozen=True)
class Tab:
    """A place of the text; ``left`` words of it nobody has read yet."""

    place: str
    kind: str
    number: int
    left: int


@dataclass(frozen=True)
class Page:
    """Contents of the page besides the table: a refusal, rows as they were typed, and a save that was refused."""

    refused: str = ""
    rows: Sequence[Entry] = ()
    stale: SavedDraft | None = None

    @property
    def difference(self) -> list[DifferenceLine]:
        """Lines of the words file from what is there now to what was typed."""
        if self.stale is None:
            return []
        return line_difference(*(raw.decode("utf-8", "replace") for raw in (self.stale.theirs, self.stale.mine)))


@bp.get("/texts/<slug:slug>/words")
@maker_only
def text_words(teacher: Teacher, slug: str) -> str:
    """Table of the words of one paragraph or heading, or of the expressions."""
    return _page(teacher, open_text_or_404(teacher, slug), request.args.get("place", ""), Page())


@bp.post("/texts/<slug:slug>/words")
@keeps_what_was_typed
@maker_only
def save_text_words(teacher: Teacher, slug: str) -> Reply | tuple[str, int] | str:
    """Keep the rows of one place as a draft, or have the empty ones drafted by a tool."""
    opened, form = open_text_or_404(teacher, slug), WordsForm()
    place = form.place.data
    rows = typed_rows(request.form, reviewed=False)
    if stopped := barrier(teacher, opened.authored):
        return _page(teacher, opened, place, Page(stopped, rows)), 403
    if not may_save(teacher):
        return _page(teacher, opened, place, Page(TOO_MANY_SAVES, rows)), 429
    if form.draft.data:
        return _drafted_page(teacher, opened, place, rows)
    try:
        saved = opened.authored.save_words(
            lambda raw: _edited(raw, opened, form), form.base.data or opened.copy.digest, author(teacher)
        )
    except OtherWords:
        return _page(teacher, opened, place, Page(OTHER_WORDS, rows)), 409
    except UneditableFile:
        return _page(teacher, opened, place, Page(UNREADABLE, rows)), 422
    if saved.outcome == "too-large":
        return _page(teacher, opened, place, Page(TOO_LARGE, rows)), 413
    if saved.outcome == "stale":
        return _page(teacher, opened, place, Page(CHANGED, rows, saved)), 409
    notify("text-unchanged" if saved.outcome == "unchanged" else "text-saved")
    going = _place_behind(opened, place) if form.go_on.data else place
    return redirect(url_for("desk.text_words", slug=slug, place=going), 303)


def _edited(raw: bytes, opened: OpenText, form: WordsForm) -> bytes:
    """The words file with the rows of a form."""
    source = WordsSource(raw, opened.text)
    if form.place.data == EXPRESSIONS:
        edited = source.with_expressions(typed_rows(request.form))
    else:
        reviewed = None if source.is_reviewed else form.all_read.data
        edited = source.with_rows(_place(source, form.place.data), typed_rows(request.form, reviewed))
    if form.whole.data == source.is_reviewed:
        return edited
    return WordsSource(edited, opened.text).with_review(form.whole.data)


def _drafted_page(teacher: Teacher, opened: OpenText, name: str, rows: list[Entry]) -> str:
    source = _source(opened)
    if source is None or name == EXPRESSIONS:
        return _page(teacher, opened, name, Page(rows=rows))
    filled, reason = drafted(source.line(_place(source, name)), rows)
    return _page(teacher, opened, name, Page(reason, filled))


def _source(opened: OpenText) -> WordsSource | None:
    try:
        return WordsSource(opened.copy.words or b"", opened.text)
    except UneditableFile:
        return None


def _place(source: WordsSource, name: str) -> Place:
    """The place of this name; the first one where there is none of it."""
    return next((place for place in source.places if str(place) == name), source.places[0])


def _place_behind(opened: OpenText, name: str) -> str:
    """The place behind this one; the last one stays."""
    source = _source(opened)
    names = [str(place) for place in source.places] if source else []
    return names[names.index(name) + 1] if name in names[:-1] else name


def _page(teacher: Teacher, opened: OpenText, name: str, page: Page) -> str:
    source = _source(opened) if opened.text.paragraphs else None
    is_expressions = name == EXPRESSIONS
    place = _place(source, name) if source and not is_expressions else None
    if source and place:
        rows: list[Entry] = laid_over(source.entries[place], page.rows)
    else:
        rows = [*(page.rows or (source.expressions if source else ())), *({} for _ in range(BLANK_ROWS))]
    view = words_view(opened, opened.copy.words or b"")
    if opened.copy.words is None:
        view = replace(view, problems=())
    return render_template(
        "teacher/text_words/words.html",
        opened=opened,
        slug=opened.slug,
        title=text_title(opened.authored),
        source=source,
        tabs=[Tab(str(each), each.kind, each.number, source.left(each)) for each in source.places] if source else [],
        place=str(place) if place else EXPRESSIONS if source else "",
        line=source.line(place) if source and place else "",
        rows=rows,
        page=page,
        base=page.stale.copy.digest if page.stale and page.stale.copy else opened.copy.digest,
        barrier=barrier(teacher, opened.authored),
        view=replace(view, problems=view.problems[:MAX_PROBLEMS]),
        has_tool=has_tool(),
        is_new=opened.copy.words is None,
        unreadable=UNREADABLE if source is None and opened.text.paragraphs else "",
    )
