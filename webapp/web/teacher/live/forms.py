"""Forms of a live lesson."""

from __future__ import annotations

from webapp.web.teacher.forms import DeskForm, FlagField, TextField


class PaceForm(DeskForm):
    """Pacing: open the next step, hold the class at this one, or let everybody read freely."""

    act = TextField()


class ShowForm(DeskForm):
    """Show or hide the names, the key or the evidence."""

    what = TextField()
    on = FlagField()
