"""Arabic text: folds of spelling, sentences and words with offsets, and the comparison of answers.

Pure functions on ``str``, standard library only.
"""
