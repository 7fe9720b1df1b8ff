"""Marks of a text: halves of verse, speakers, entries, cells, pictures, footnotes, parts; and the boxes they make."""
