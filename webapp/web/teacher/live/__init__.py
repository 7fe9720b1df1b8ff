"""Live lessons: pacing a class and showing its answers."""
