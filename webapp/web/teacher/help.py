"""The teacher's guide as pages of the desk, and the part of it that explains each page.

The guide is Markdown in ``webapp/guide/``: the guide itself, which takes ten minutes to read, and an appendix on files.
The parts have the same order in both languages, and ANCHORS names them in that order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import render_template, request, send_from_directory, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.i18n import speaks_english
from webapp.web.teacher.access import bp

GUIDE = Path(__file__).parents[2] / "guide"
BOOKLETS = ("guide", "files")
ANCHORS = (
    "start",
    "class",
    "week",
    "editor",
    "live",
    "marking",
    "scores",
    "regrade",
    "record",
    "file",
    "words",
    "exchange",
    "backup",
)
ENDPOINTS = {
    "start": "account ask_for_password_link ask_to_close ask_to_drop_second_step ask_to_revoke audit_log "
    "change_password check_code check_in close_account demo dismiss_notices drop_second_step "
    "end_sessions set_desk_language guide_picture help invite make_account password_link revoke_link second_step "
    "set_second_step setup sign_in sign_out teachers without_second_step",
    "class": "add_class add_names answer_request archive ask_for_new_code ask_to_renew_code cards choose_kept "
    "class_code class_settings delete_class delete_learner home leave_class merge move new_code "
    "newcomers preview_names remove_newcomers rename_class rename_learner renew_code restore_code "
    "restore_newcomers roster set_class_language share show_names take_out undo_claims undo_names unmerge",
    "week": "add_group allow allowance assign assignment change_assignment change_group class_assignments "
    "class_notes decide_late_answers excuse_learner grade_rule gradebook groups hand_in_again learner_notes "
    "new_assignment open_or_close parent_report parent_reports remove_assignment remove_group restore_group "
    "save_assignment save_grade_rule save_report_words set_shelf take_back_note write_class_note "
    "write_learner_note",
    "editor": "accept_wording add_new_question archive_text begin_new_text change_text_makers "
    "duplicate_question edit_text "
    "move_question_of_text name_question new_question new_text "
    "preview_question publish_text put_before_readers "
    "put_question_back question_form question_sheet remove_question_of_text "
    "restore_text_version save_question save_text_outline save_text_settings "
    "take_back_wording text_makers "
    "text_outline text_settings text_version text_versions texts try_answer "
    "unarchive_text",
    "file": "save_text_yaml text_yaml",
    "live": "begin_lesson end_lesson live live_now live_projector live_projector_state live_state set_pace show_live",
    "marking": "give_mark mark_question marking restore_mark second_marker take_back_marks use_comment",
    "scores": "accept_answer answers_to_decide heat_map item_scores learner_scores question_scores save_help_limits "
    "scores take_back_answer tell_results text_scores",
    "regrade": "apply_regrade regrade regrade_text undo_regrade",
    "words": "save_text_words save_words_file text_words words_file",
    "exchange": "export_text exported_file import_questions import_text preview_import preview_text_import "
    "take_back_import take_import take_text_import",
    "record": "ask_to_delete enter_demo learner learner_file learner_record_page",
}
"""The desk's endpoints by the part of the guide that explains them."""
PART_OF = {f"desk.{name}": part for part, names in ENDPOINTS.items() for name in names.split()}


@dataclass(frozen=True)
class Guide:
    """The guide as HTML without its title, and its parts as (anchor, title)."""

    title: str
    body: Markup
    parts: tuple[tuple[str, str], ...]


@bp.get("/help")
@bp.get("/help/<any(ar, en):language>")
def help(language: str = "") -> str:
    """The guide; it holds no personal data, so it is open to everybody."""
    language = language or ("en" if speaks_english() else "ar")
    return render_template("teacher/help.html", language=language, guide=guide(language, request.script_root))


@bp.get("/help/pictures/<slug:name>.jpg")
def guide_picture(name: str) -> Reply:
    """A picture of the guide."""
    return send_from_directory(GUIDE / "pictures", f"{name}.jpg")


@cache
def guide(language: str, under: str = "") -> Guide:
    """Render the guide in ``ar`` or ``en``, once for each path prefix ``under``, which its pictures' addresses need."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    booklets = [(GUIDE / f"{booklet}.{language}.md").read_text(encoding="utf-8") for booklet in BOOKLETS]
    tokens = parser.parse("\n\n".join(booklets))
    title, tokens = tokens[1].content, tokens[3:]
    anchors, parts = iter(ANCHORS), []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and token.tag == "h2" and following:
            anchor = next(anchors)
            token.attrSet("id", anchor)
            parts.append((anchor, following.content))
        if token.type == "fence":
            token.attrSet("tabindex", "0")  # on a narrow screen it scrolls, with the keys too
        for child in token.children or ():
            if child.type == "image":
                name = Path(str(child.attrs["src"])).stem
                child.attrSet("src", url_for("desk.guide_picture", name=name))
                child.attrSet("loading", "lazy")
    return Guide(title, Markup(parser.renderer.render(tokens, parser.options, {})), tuple(parts))


def part_of(endpoint: str | None) -> str:
    """Anchor of the guide's part that explains a page; of the first part for pages that have none."""
    return PART_OF.get(endpoint or "", ANCHORS[0])


def help_address() -> str:
    """Address of the guide's part on the page that is being drawn."""
    return url_for("desk.help", _anchor=part_of(request.endpoint))
