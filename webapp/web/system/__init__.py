"""Pages about the site itself: errors, health, the component gallery."""
