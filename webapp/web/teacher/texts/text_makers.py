"""Makers of a text: who they are, and inviting, removing and handing on."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.domain.people import Teacher
from webapp.web.framework.desk_session import acting
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_people, school_store
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.editing_rights import authored_text_or_404, maker_only, makers_barrier
from webapp.web.teacher.texts.forms import MakersForm
from webapp.web.teacher.texts.text_tabs import text_title
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES, TOO_MANY_SAVES


@bp.get("/texts/<slug:slug>/makers")
@teacher_only
def text_makers(teacher: Teacher, slug: str) -> str:
    """Makers of a text; a maker can change who they are."""
    return _page(teacher, authored_text_or_404(teacher, slug))


@bp.post("/texts/<slug:slug>/makers")
@maker_only
def change_text_makers(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """Invite a teacher, remove a maker, or hand the own place on."""
    text, form = authored_text_or_404(teacher, slug), MakersForm()
    if stopped := makers_barrier(teacher, slug):
        return _page(teacher, text, stopped), 403
    if not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        return _page(teacher, text, TOO_MANY_SAVES), 429
    if form.act.data == "invite":
        notify("maker-added" if _invite(teacher, slug, form.teacher.data) else "maker-not-added")
    elif form.act.data == "remove":
        _remove(teacher, slug, form.teacher.data)
    elif form.act.data == "hand-on":
        notify("maker-handed-on" if _hand_on(teacher, slug, form.teacher.data) else "maker-not-added")
    else:
        abort(400)
    store, school = school_store()
    stays = teacher.is_admin or store.makers.is_maker(school, slug, teacher.id)
    return redirect(url_for("desk.text_makers", slug=slug) if stays else url_for("desk.texts"), 303)


def _invite(teacher: Teacher, slug: str, other: str) -> bool:
    store, school = school_store()
    return store.makers.add(school, slug, other, acting(teacher))


def _remove(teacher: Teacher, slug: str, other: str) -> None:
    """Remove a maker, and tell of it. Only an admin leaves a text without any."""
    store, school = school_store()
    if store.makers.remove(school, slug, other, acting(teacher), even_last=teacher.is_admin):
        notify("maker-left" if other == teacher.id else "maker-removed")
    else:
        notify("last-maker" if store.makers.is_maker(school, slug, other) else "maker-gone")


def _hand_on(teacher: Teacher, slug: str, other: str) -> bool:
    store, school = school_store()
    return store.makers.hand_on(school, slug, teacher.id, other, acting(teacher))


def _page(teacher: Teacher, text: AuthoredText, refused: str = "") -> str:
    slug = text.slug
    (store, school), (people, _) = school_store(), school_people()
    makers = store.makers.of_text(school, slug)
    ids = {maker.teacher for maker in makers}
    changes = not makers_barrier(teacher, slug)
    others = [account for account in people.teachers(school) if account.closed is None and account.id not in ids]
    return render_template(
        "teacher/texts/makers.html",
        slug=slug,
        title=text_title(text),
        teacher=teacher,
        makers=makers,
        others=others if changes else [],
        barrier=makers_barrier(teacher, slug),
        refused=refused,
        is_own=teacher.id in ids,
        alone=sum(not maker.closed for maker in makers) == 1,
    )
