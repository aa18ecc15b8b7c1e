"""How a network reads strangers, and what it takes for a digit that is none: as found while it was made."""

import html

import streamlit as st

from netcore.evaluation.strangers import Pairs, Strangers, strangers_of
from netcore.figures.theme import rgba
from netcore.language import N_, _
from netcore.network import Network
from netcore.web.charts import my_palette
from netcore.web.text import in_percent

UNKNOWN = N_(
    "How this network reads strangers isn't known: that is found while a network is made by "
    "<code>python -m netcore train</code>, from many people's drawings. Those that come with netcore tell it."
)


WHO = N_(
    "They were adults of US companies, of colleges in London and Turkey and of a Japanese company, with a "
    "stylus on a tablet: fingers, children and others may be read worse."
)


NAMES = (
    N_("arrow"), N_("blots"), N_("cross"), N_("dots"), N_("face"), N_("flower"), N_("heart"), N_("house"),
    N_("infinity"), N_("letter or sign"), N_("part of a digit"), N_("person"), N_("polygon"), N_("scribble"),
    N_("spiral"), N_("star"), N_("straight lines"), N_("tick"), N_("two digits"), N_("waves"),
)  # fmt: skip
"""What is no digit, as the networks' files call it that come with netcore."""


def show_strangers(network: Network) -> None:
    """Show the figures that the network's file holds.

    Args:
        network: which is put to the test.
    """
    found = strangers_of(network.meta)
    if found is None:
        st.html(f'<p class="heading">{_(UNKNOWN)}</p>')
        return
    show_verdict(found)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        show_table(_("Ways to write a digit"), _("read right, of so many"), found.styles)
    with middle:
        show_table(
            _("Collections of drawings"),
            _("read right, by a network that never saw them"),
            found.collections,
        )
    with right:
        show_table(
            _("What is no digit"),
            _("taken for one; kinds and people that it had not seen"),
            found.none,
            is_bad=True,
        )


def show_verdict(found: Strangers) -> None:
    """How many strangers are read right, and how far that can be trusted."""
    part, least, most = found.pooled
    mean, mean_least, mean_most = found.mean_over_writers
    surest = max(found.confident, key=float, default="")
    right, sure = found.confident.get(surest, (0, 0))
    sentences = [
        _(
            "of {digits:,} digits by {people:,} people are read right, by networks made in the same way that "
            "had learned from nobody of their collection. Of endlessly many such people it would be {least} "
            "to {most}; in the mean over people it is {mean} ({mean_least} to {mean_most}). {answered} get "
            "an answer."
        ).format(
            digits=found.digits,
            people=found.writers,
            least=in_percent(least),
            most=in_percent(most),
            mean=in_percent(mean),
            mean_least=in_percent(mean_least),
            mean_most=in_percent(mean_most),
            answered=in_percent(found.answered),
        )
    ]
    if sure:
        percent = f"{100 * float(surest):g}\u00a0%"
        words = _("Of those it is over {sure} sure of, {part} are right.")
        sentences.append(words.format(sure=percent, part=in_percent(right / sure)))
    letters = _("Of {count:,} letters and signs, {part} are called a digit.")
    others = _("Of {count:,} other things, {part} are called a digit.")
    for words, (called, shown) in ((letters, found.letters), (others, found.others)):
        if shown:
            sentences.append(words.format(count=shown, part=in_percent(called / shown)))
    sentences.append(_(WHO))
    st.html(
        f'<div class="verdict"><b id="strangers">{in_percent(part)}</b><p>{" ".join(sentences)}</p></div>'
    )


def show_table(title: str, meaning: str, pairs: Pairs, *, is_bad: bool = False) -> None:
    """A table of shares, each with a bar.

    Args:
        title: what it shows.
        meaning: of the numbers.
        pairs: [so many, of so many] of each.
        is_bad: the share is of mistakes.
    """
    colour = rgba(my_palette().negative if is_bad else my_palette().positive)
    rows = "".join(
        f"<tr><th scope=row>{html.escape(_(name))}</th><td>{in_percent(part / whole)}</td>"
        f'<td><i style="width:{100 * part / whole:.1f}%;background:{colour}"></i></td>'
        f"<td>{whole:,}</td></tr>"
        for name, (part, whole) in pairs.items()
        if whole
    )
    st.html(
        f'<p class="heading"><b>{title}</b><br>{meaning}</p>'
        f'<table class="shares"><tbody>{rows}</tbody></table>'
    )
