"""The settings page, and the small forms elsewhere that change one setting."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.http.request_origin import is_link_of_own_page
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.preferences import CHOICES, Prefs, keep, own_prefs

bp = Blueprint("settings", __name__, url_prefix="/settings")

NAMES = {
    "language": (
        N_("Interface language"),
        {
            "auto": N_("Automatic"),
            "ar": N_("Arabic"),
            "en": N_("English"),
            "both": N_("Arabic with English beside it"),
        },
    ),
    "digits": (N_("Digits"), {"auto": N_("Automatic"), "arab": N_("Arabic-Indic"), "latn": N_("Latin")}),
    "tashkeel": (
        N_("Vowel marks"),
        {"text": N_("As in the text"), "none": N_("None"), "some": N_("Ambiguous words"), "all": N_("All")},
    ),
    "fading": (
        N_("Vowel marks of words you have reviewed"),
        {"off": N_("Shown as for other words"), "on": N_("Hidden until the word is due for review")},
    ),
    "theme": (
        N_("Theme"),
        {
            "auto": N_("Same as device"),
            "light": N_("Light"),
            "sepia": N_("Sepia"),
            "dark": N_("Dark"),
            "contrast": N_("High contrast"),
        },
    ),
    "size": (
        N_("Text size"),
        {
            "s": N_("Small"),
            "m": N_("Medium"),
            "l": N_("Large"),
            "xl": N_("Larger"),
            "xxl": N_("Largest"),
        },
    ),
    "spacing": (
        N_("Line spacing"),
        {"normal": N_("Normal"), "wide": N_("Loose"), "wider": N_("Very loose")},
    ),
    "width": (
        N_("Line width"),
        {"narrow": N_("Narrow"), "normal": N_("Normal"), "wide": N_("Wide")},
    ),
    "font": (
        N_("Typeface"),
        {"naskh": N_("Naskh"), "plain": N_("Plain"), "device": N_("Device font")},
    ),
}
"""Labels of settings and their choices, in the order of the page."""


@bp.get("/")
def page() -> str:
    """Settings with a sample of the text beside them."""
    back = local_path(request.args.get("next", ""))
    return render_template("learner/settings.html", names=NAMES, now=own_prefs(), back=back)


@bp.get("/language")
def choose_language() -> str | Reply:
    """The languages of the interface, each a button that says itself in its own language.

    The foot of a page links to the other language (``to``), which is chosen at once; another site's link chooses none.
    """
    back, language = local_path(request.args.get("next", "")), request.args.get("to", "")
    if language in CHOICES["language"] and is_link_of_own_page():
        return keep(redirect(back or url_for("shelf.library"), 303), own_prefs().changed({"language": language}))
    return render_template("learner/language.html", back=back)


@bp.post("/")
def save() -> Reply:
    """Save the settings on this device, and return to the reader's page."""
    chosen = Prefs() if request.form.get("reset") else own_prefs().changed(request.form.to_dict())
    back = local_path(request.form.get("next", ""))
    whole = all(name in request.form for name in CHOICES) or request.form.get("reset")
    if whole:
        notify("settings-saved")
    stay = url_for("settings.page", next=back) if back else url_for("settings.page")
    to = stay if whole else back or stay
    return keep(redirect(to, 303), chosen)
