"""Arabic text: spelling folds, tokenizing with offsets, numbers, clitics, and the comparison of answers.

Pure functions on ``str``, standard library only.
"""
