"""Sources of a new text: pasted words, text files, Word documents and saved web pages, read into blocks.

Nothing is fetched from the network, and nothing of a file is unpacked, run or kept but its words.
"""

from webapp.interchange.text_sources.source_file import MAX_UPLOAD_BYTES, pasted_text, text_of_file
from webapp.interchange.text_sources.source_text import SourceText

__all__ = ["MAX_UPLOAD_BYTES", "SourceText", "pasted_text", "text_of_file"]
