"""What the longer commands of ``fahm`` do; ``cli.py`` only reads their options."""
