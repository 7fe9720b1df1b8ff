"""Forms of a text's question file."""

from __future__ import annotations

import re

from webapp.web.teacher.forms import DeskForm, FlagField, TextField

MAX_WHY = 300
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _digest(text: str) -> str:
    return text if _DIGEST.fullmatch(text) else ""


class YamlForm(DeskForm):
    """A file as it was typed; ``base`` names the version that the edit began from, ``check`` saves nothing."""

    text = TextField()
    base = TextField(filters=[_digest])
    why = TextField(filters=[_one_line], longest=MAX_WHY)
    check = FlagField()


class PublishForm(DeskForm):
    """Publishing the working copy named ``base``; ``over`` names the file where it may be overwritten all the same."""

    base = TextField(longest=64)
    why = TextField(filters=[_one_line], longest=MAX_WHY)
    over = TextField(filters=[_digest])


class MakersForm(DeskForm):
    """A change of a text's makers: ``invite``, ``remove`` or ``hand-on``, and the teacher (an id) it concerns."""

    act = TextField()
    teacher = TextField(longest=64)


class RestoreVersionForm(DeskForm):
    """A version that is made a draft again; ``base`` names the working copy that was seen, ``file`` the file."""

    base = TextField(longest=64)
    file = TextField(longest=16)
