"""The settings page, and the small forms elsewhere that change one setting."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.pages.paths import local_path
from webapp.pages.prefs import CHOICES, Prefs, keep, prefs
from webapp.pages.services import services

bp = Blueprint("settings", __name__, url_prefix="/settings")

NAMES = {
    "language": (
        "لغة الواجهة",
        "Interface language",
        {
            "both": ("العربية ومعها الإنكليزية", "Arabic, English beside"),
            "ar": ("العربية", "Arabic"),
            "en": ("الإنكليزية", "English"),
        },
    ),
    "digits": ("الأرقام", "Digits", {"arab": ("٠١٢٣", "Arabic-Indic"), "latn": ("0123", "Latin")}),
    "tashkeel": (
        "التشكيل",
        "Vowel marks",
        {"none": ("بلا تشكيل", "None"), "some": ("تشكيل ما يلتبس", "Ambiguous words"), "all": ("تشكيل كامل", "All")},
    ),
    "theme": (
        "الألوان",
        "Theme",
        {
            "auto": ("كما في الجهاز", "As the device"),
            "light": ("فاتحة", "Light"),
            "sepia": ("ورقية", "Sepia"),
            "dark": ("داكنة", "Dark"),
            "contrast": ("شديدة التباين", "High contrast"),
        },
    ),
    "size": (
        "حجم النص",
        "Text size",
        {
            "s": ("صغير", "Small"),
            "m": ("متوسط", "Medium"),
            "l": ("كبير", "Large"),
            "xl": ("أكبر", "Larger"),
            "xxl": ("الأكبر", "Largest"),
        },
    ),
    "spacing": (
        "تباعد الأسطر",
        "Line spacing",
        {"normal": ("معتاد", "Normal"), "wide": ("متباعد", "Wide"), "wider": ("أكثر تباعدًا", "Wider")},
    ),
    "width": (
        "عرض السطر",
        "Line width",
        {"narrow": ("ضيّق", "Narrow"), "normal": ("معتاد", "Normal"), "wide": ("واسع", "Wide")},
    ),
    "font": (
        "خط النص",
        "Typeface",
        {"naskh": ("نسخ", "Naskh"), "plain": ("مبسَّط", "Plain"), "device": ("خط الجهاز", "The device's own")},
    ),
}
"""What each setting and each choice is called, in the order of the page."""


@bp.get("/")
def page() -> str:
    """Every setting, with a sample of the text beside them."""
    back = local_path(request.args.get("next", ""))
    return render_template("settings/settings.html", names=NAMES, back=back)


@bp.post("/")
def save() -> Reply:
    """Keep what was chosen on this device, and go back to where the reader was."""
    chosen = Prefs() if request.form.get("reset") else prefs().changed(request.form.to_dict())
    back = local_path(request.form.get("next", ""))
    whole = all(name in request.form for name in CHOICES) or request.form.get("reset")
    if whole:
        flash("settings")
    stay = url_for("settings.page", next=back) if back else url_for("settings.page")
    to = stay if whole else back or stay
    return keep(redirect(to, 303), chosen, services().config.secure_cookies)
