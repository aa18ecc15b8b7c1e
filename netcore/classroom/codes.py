"""Codes of rooms: short enough for a board, and too many to be guessed by trying."""

import secrets

LETTERS = "BCDFGHJKMNPQRTVWXY234679"
"""None is taken for another, and no word comes of them."""
CODE_LENGTH = 6
"""Letters of a code, so there are 191 million."""
LONGEST_TYPED = 100
"""Characters that are looked at."""


def new_code() -> str:
    """One of them, at random."""
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))


def written(code: str) -> str:
    """A code as it is kept, however it was typed: without gaps, in capitals."""
    return "".join(letter for letter in code.upper()[:LONGEST_TYPED] if letter in LETTERS)
