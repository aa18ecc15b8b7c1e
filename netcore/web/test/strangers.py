"""How a network reads strangers, and what it takes for a digit that is none: as found while it was made."""

import html

import streamlit as st

from netcore.evaluation.strangers import Pairs, Strangers, strangers_of
from netcore.figures.theme import rgba
from netcore.network import Network
from netcore.web.charts import my_palette
from netcore.web.text import in_percent

UNKNOWN = (
    "How this network reads strangers isn't known: that is found while a network is made by "
    "<code>python -m netcore train</code>, from many people's drawings. Those that come with netcore tell it."
)


WHO = (
    "They were adults of US companies, of colleges in London and Turkey and of a Japanese company, with a "
    "stylus on a tablet: fingers, children and others may be read worse."
)


def show_strangers(network: Network) -> None:
    """Show the figures that the network's file holds.

    Args:
        network: which is put to the test.
    """
    found = strangers_of(network.meta)
    if found is None:
        st.html(f'<p class="heading">{UNKNOWN}</p>')
        return
    show_verdict(found)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        show_table("Ways to write a digit", "read right, of so many", found.styles)
    with middle:
        show_table(
            "Collections of drawings", "read right, by a network that never saw them", found.collections
        )
    with right:
        show_table(
            "What is no digit",
            "taken for one; kinds and people that it had not seen",
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
        f"of {found.digits:,} digits by {found.writers:,} people are read right, by networks made in the "
        f"same way that had learned from nobody of their collection. Of endlessly many such people it would "
        f"be {in_percent(least)} to {in_percent(most)}; in the mean over people it is {in_percent(mean)} "
        f"({in_percent(mean_least)} to {in_percent(mean_most)}). {in_percent(found.answered)} get an answer."
    ]
    if sure:
        percent = f"{100 * float(surest):g}\u00a0%"
        sentences.append(f"Of those it is over {percent} sure of, {in_percent(right / sure)} are right.")
    for what, (called, shown) in {"letters and signs": found.letters, "other things": found.others}.items():
        if shown:
            sentences.append(f"Of {shown:,} {what}, {in_percent(called / shown)} are called a digit.")
    sentences.append(WHO)
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
        f"<tr><th scope=row>{html.escape(name)}</th><td>{in_percent(part / whole)}</td>"
        f'<td><i style="width:{100 * part / whole:.1f}%;background:{colour}"></i></td>'
        f"<td>{whole:,}</td></tr>"
        for name, (part, whole) in pairs.items()
        if whole
    )
    st.html(
        f'<p class="heading"><b>{title}</b><br>{meaning}</p>'
        f'<table class="shares"><tbody>{rows}</tbody></table>'
    )
