"""One person's place in a class: the teacher's, a pupil's, or none yet."""

from dataclasses import dataclass, field

JUST_NOW = 1.5
"""Seconds: who has drawn so soon after another digit was asked for has drawn the one before."""


@dataclass
class Question:
    """Which digit a pupil is asked for: it stays while something lies on their canvas.

    Attributes:
        digit: that digit; None before the first.
    """

    digit: int | None = None
    _before: int | None = None
    _changed: float = 0.0
    _had_ink: bool = False

    def follow(self, asked: int, *, has_ink: bool, now: float) -> None:
        """Take what is asked for by now, unless they draw what was asked for before.

        Args:
            asked: the digit that is asked for.
            has_ink: something lies on the canvas.
            now: seconds, of any clock.
        """
        if has_ink and not self._had_ink and self._before is not None and now - self._changed < JUST_NOW:
            self.digit, self._before = self._before, None
        elif not has_ink and asked != self.digit:
            self._before, self.digit, self._changed = self.digit, asked, now
        self._had_ink = has_ink

    def go_on(self, asked: int) -> None:
        """Ask for the next digit, once a drawing is sent: whatever they draw from now on is that."""
        self.digit, self._before, self._had_ink = asked, None, False


@dataclass(frozen=True)
class Learning:
    """A training from the drawings of the class.

    Attributes:
        run: the training's key.
        start: the name of the network that it goes on from.
        numbers: of the drawings.
    """

    run: str
    start: str
    numbers: tuple[int, ...]


@dataclass
class Place:
    """A person's place.

    Attributes:
        code: of the room; "" in none.
        key: the teacher's, who may do everything; "" otherwise.
        seat: a pupil's key; "" otherwise.
        is_refused: there is no such place, which was said and counted.
        question: what they are asked, as a pupil.
        seen: the revision of the room that their page shows.
        sent: which drawings their browser has, as the teacher's.
        page: of the wall, the newest drawings are on 0.
        learning: the training that they began for the class, until it is over.
    """

    code: str = ""
    key: str = ""
    seat: str = ""
    is_refused: bool = False
    question: Question = field(default_factory=Question)
    seen: int = 0
    sent: set[int] = field(default_factory=set)
    page: int = 0
    learning: Learning | None = None
