"""Files of a content folder: which are read, under which slug, and which are passed over."""
