"""Settings of Python's garbage collector for a process that makes many objects and hardly any garbage."""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""Objects that are made before garbage is looked for among them."""


def collect_garbage_seldom() -> None:
    """Look for garbage after ``NEW_OBJECTS`` new objects, not after Python's own 700.

    Importing the application makes hundreds of thousands of objects and drops none of them: looking for garbage among
    them time and again took a sixth of the start. Nearly all else is freed by counts of references.
    """
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()


def exempt_existing_objects() -> None:
    """Exempt existing objects from garbage collection, which would write to every page of memory shared with workers.

    A page about a large class makes tens of thousands of objects, none of them garbage: looking for it among them and
    all older ones took up to a third of the page.
    """
    gc.freeze()
