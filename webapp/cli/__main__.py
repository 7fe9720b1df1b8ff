"""``python -m webapp.cli``: the command ``fahm`` without its script."""

from webapp.cli.main import main

main()
