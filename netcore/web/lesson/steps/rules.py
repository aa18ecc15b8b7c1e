"""Why not if … then?."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from netcore.data import load_sample
from netcore.data.prepared import prepared_sample
from netcore.language import N_, _
from netcore.preprocess import FIELD
from netcore.web.charts import my_palette
from netcore.web.components.pixel_choice.pixel_choice import show_pixel_choice
from netcore.web.lesson.steps.step import Notes, Scene, Step
from netcore.web.person.lesson import Lesson
from netcore.web.text import in_percent

DIGIT = 7
SEEN = 100
"""So many sevens lie over each other."""
LIT = 0.5
"""A pixel of at least this is lit."""
ENOUGH = 100
"""Sevens that a good rule finds, at least."""
FIRST = 14 * FIELD + 14
"""The pixel that is chosen at first: the middle."""
CHOSEN = "rules"


@dataclass(frozen=True)
class Rules:
    """How often “if this pixel is lit, it is a 7” is right, for each pixel.

    Attributes:
        picture: (784,) the mean of some sevens.
        found: (784,) how many sevens have the pixel lit.
        mistaken: (784,) how many other digits have.
        sevens, others: how many there are.
    """

    picture: NDArray[np.float32]
    found: NDArray[np.intp]
    mistaken: NDArray[np.intp]
    sevens: int
    others: int

    @property
    def best(self) -> int:
        """The pixel whose rule has the best F1 score."""
        return int(np.argmax(2 * self.found / (self.found + self.mistaken + self.sevens)))


@cache
def rules() -> Rules:
    """All rules, tried on the bundled digits, prepared as drawings are."""
    pixels, is_seven = prepared_sample(), load_sample().labels == DIGIT
    lit = pixels >= LIT
    return Rules(
        pixels[is_seven][:SEEN].mean(axis=0),
        lit[is_seven].sum(axis=0),
        lit[~is_seven].sum(axis=0),
        int(is_seven.sum()),
        int((~is_seven).sum()),
    )


def chosen(lesson: Lesson) -> int:
    """The pixel that is chosen."""
    pixel: int = lesson.noticed.get(CHOSEN, FIRST)
    return pixel


def show(scene: Scene) -> None:
    """The sevens, the pixel, and how often its rule is right."""
    tried, pixel = rules(), chosen(scene.lesson)
    found, mistaken = int(tried.found[pixel]), int(tried.mistaken[pixel])
    with st.container(key="rule"):
        show_pixel_choice(
            tried.picture,
            pixel,
            _("A hundred sevens over each other: arrow keys choose a pixel"),
            lambda other: scene.lesson.noticed.update({CHOSEN: other}),
            my_palette(),
        )
        said = [
            (f"{found:,}", _("of {all} sevens are found.").format(all=f"{tried.sevens:,}")),
            (f"{mistaken:,}", _("of {all} other digits are taken for a 7.").format(all=f"{tried.others:,}")),
        ]
        if found + mistaken:
            part = in_percent(found / (found + mistaken))
            said.append((part, _("of the times that it says “7”, it is right.")))
        place = _("Row {row}, column {column}").format(row=pixel // FIELD, column=pixel % FIELD)
        lines = "".join(f"<b>{number}</b><span>{words}</span>" for number, words in said)
        st.html(f'<p class="rule" role="status">{place}{lines}</p>')


def is_done(scene: Scene) -> bool:
    """The rule finds enough sevens, and is right more often than wrong."""
    tried, pixel = rules(), chosen(scene.lesson)
    return bool(tried.found[pixel] >= ENOUGH and tried.found[pixel] > tried.mistaken[pixel])


def answer(scene: Scene) -> str:
    """What the best of all these rules does."""
    tried = rules()
    best = tried.best
    return _(
        "Of all {all} pixels, row {row}, column {column} is best: it finds {found} of {sevens} sevens and "
        "takes {mistaken} other digits for one. Rules of many pixels do better, but somebody would have to "
        "think of each of them."
    ).format(
        all=tried.picture.size,
        row=best // FIELD,
        column=best % FIELD,
        found=tried.found[best],
        sevens=tried.sevens,
        mistaken=tried.mistaken[best],
    )


STEP = Step(
    title=N_("Why not if … then?"),
    words=(
        N_(
            "Perhaps a rule will do: *if* this small square is lit, *then* it is a 7. Such a small square is "
            "called a *pixel*."
        ),
        N_(
            "Here lie a hundred sevens over each other, which people wrote by hand; where many have ink, it "
            "is bright. Choose a pixel for your rule: it is tried at once on 5,000 written digits."
        ),
    ),
    task=N_("Find a pixel that finds at least 100 sevens and is right more often than wrong."),
    is_done=is_done,
    question=N_("Is there any single pixel whose rule is good enough?"),
    answer=answer,
    notes=Notes(
        ask=N_("Where do nearly all sevens have ink, and other digits hardly ever?"),
        goes_wrong=N_(
            "Everybody tries the bar at the top: it is bright, but many other digits have ink there, too. "
            "Send them to the foot of the 7."
        ),
        two_minutes=N_("Choose the bar, then the foot, and compare the two percentages."),
        five_minutes=N_(
            "Let the class put two rules together on paper, with “and” or “or”, and guess what each does to "
            "both numbers. The digits are from MNIST; nobody noted which hand wrote which."
        ),
    ),
    instead=show,
)
