"""What pupils are called who give no name: an animal and a colour."""

from dataclasses import dataclass

from netcore.language import N_, _

ANIMALS = (
    N_("fox"), N_("bear"), N_("whale"), N_("hedgehog"), N_("eagle"), N_("lion"), N_("tiger"), N_("hare"),
    N_("wolf"), N_("badger"), N_("frog"), N_("penguin"), N_("dolphin"),
)  # fmt: skip


@dataclass(frozen=True)
class Colour:
    """A colour of animals.

    Attributes:
        one: with an animal, "blue fox".
        the: and as that one is spoken of, "the blue fox".
        code: as #rrggbb.
    """

    one: str
    the: str
    code: str


COLOURS = (
    Colour(N_("blue {animal}"), N_("the blue {animal}"), "#4d8dff"),
    Colour(N_("orange {animal}"), N_("the orange {animal}"), "#ff8c1a"),
    Colour(N_("green {animal}"), N_("the green {animal}"), "#2fae4e"),
    Colour(N_("pink {animal}"), N_("the pink {animal}"), "#ff7ac8"),
    Colour(N_("yellow {animal}"), N_("the yellow {animal}"), "#f2d024"),
    Colour(N_("violet {animal}"), N_("the violet {animal}"), "#9a5cf0"),
    Colour(N_("red {animal}"), N_("the red {animal}"), "#e5383b"),
    Colour(N_("turquoise {animal}"), N_("the turquoise {animal}"), "#1fc7c0"),
)
MOST_SEATS = len(ANIMALS) * len(COLOURS)
"""In a room: 13 animals and 8 colours come together in all ways."""


def name_of(place: int) -> str:
    """What the pupil in a place is called: blue fox."""
    return _(COLOURS[place % len(COLOURS)].one).format(animal=_(ANIMALS[place % len(ANIMALS)]))


def spoken_of(place: int) -> str:
    """And how they are spoken of: the blue fox."""
    return _(COLOURS[place % len(COLOURS)].the).format(animal=_(ANIMALS[place % len(ANIMALS)]))


def colour_of(place: int) -> str:
    """Their colour as #rrggbb."""
    return COLOURS[place % len(COLOURS)].code
