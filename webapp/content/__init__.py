"""Content: compiles YAML and text files into a Library of lessons; every fault in them becomes a Problem."""

from webapp.content.compiled_files import check_file
from webapp.content.files.question_files import question_file, question_files
from webapp.content.files.slugs import slug_of
from webapp.content.lesson import Item, Lesson, Settings, json_schema
from webapp.content.library import Library, LibrarySnapshot, Watcher
from webapp.content.uncompiled_texts import ListedText

__all__ = [
    "Item",
    "Lesson",
    "Library",
    "LibrarySnapshot",
    "ListedText",
    "Settings",
    "Watcher",
    "check_file",
    "json_schema",
    "question_file",
    "question_files",
    "slug_of",
]
