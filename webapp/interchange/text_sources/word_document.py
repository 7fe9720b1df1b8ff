"""Word documents (.docx): their words, headings and lists. Macros, pictures, notes and remote parts are left out."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from webapp.interchange.text_sources.checked_xml import refuse_unsafe_xml
from webapp.interchange.text_sources.source_text import SourceText, Unreadable
from webapp.interchange.text_sources.web_page import read_web_page
from webapp.interchange.text_sources.zip_parts import read_parts

DOCUMENT = "word/document.xml"
NAMED_STYLES = "word/styles.xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
PARTS = (DOCUMENT, NAMED_STYLES, "word/numbering.xml", RELATIONSHIPS)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LOOKS = {"docDefaults", "latentStyles", "rPr", "tblPr", "tblStylePr", "tcPr", "trPr"}
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
"""


def read_word_document(raw: bytes) -> SourceText:
    """Read the words of a document. Unreadable where it is none, or larger than a text's may be."""
    return read_web_page(f"<body>{word_html(raw)}</body>")


def word_html(raw: bytes, styles: str = STYLES) -> str:
    """The words of a document as HTML; ``styles`` says which of its styles become which elements."""
    import mammoth  # imported here: only a new text needs it

    parts = read_parts(raw, PARTS)
    if DOCUMENT not in parts:
        raise Unreadable(
            en="this is not a Word document (.docx). Save it as .docx, or copy its text and paste it.",
            ar="ليس هذا مستند Word ‏(.docx): احفظه بصيغة .docx، أو انسخ نصه وألصقه.",
        )
    for part in parts.values():
        refuse_unsafe_xml(part)
    if RELATIONSHIPS in parts:
        parts[RELATIONSHIPS] = _without_targets(parts[RELATIONSHIPS])
    try:
        if NAMED_STYLES in parts:
            parts[NAMED_STYLES] = _without_looks(parts[NAMED_STYLES])
        read = mammoth.convert_to_html(
            _document_of(parts),
            style_map=styles,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda image: [],
            transform_document=mammoth.transforms.element_of_type(mammoth.documents.NoteReference, _nothing),
        )
    except Exception as error:  # whatever a damaged document makes a library of somebody else's raise
        raise Unreadable(
            en="the document is damaged. Save it again as .docx, or copy its text and paste it.",
            ar="المستند تالف. احفظه من جديد بصيغة .docx، أو انسخ نصه وألصقه",
        ) from error
    return str(read.value)


def _nothing(reference: object) -> object:
    """Put an empty text in the place of a footnote's number."""
    import mammoth

    return mammoth.documents.text("")


def _without_targets(raw: bytes) -> bytes:
    """Relationships that lead nowhere: their ids stay, since links in the text name them."""
    root = ElementTree.fromstring(raw)
    for relationship in root.iter(_RELATIONSHIP):
        relationship.set("Target", "nowhere")
    return ElementTree.tostring(root)


def _without_looks(raw: bytes) -> bytes:
    """Styles with their names and lists, without their looks: nine tenths of the elements that the library reads."""
    root = ElementTree.fromstring(raw)
    for parent in (root, *root):
        for part in list(parent):
            if part.tag.rpartition("}")[2] in _LOOKS:
                parent.remove(part)
    return ElementTree.tostring(root)


def _document_of(parts: dict[str, bytes]) -> io.BytesIO:
    """A document of these parts alone, at the places where the library looks for them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file
