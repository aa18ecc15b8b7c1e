"""How a network reads strangers, and what it takes for a digit that is none: as found while it was made."""

import html

import streamlit as st

from netcore.judging import Pairs, Strangers, strangers_of
from netcore.network import Network

UNKNOWN = (
    "How this network reads strangers isn't known: that is found while a network is made by "
    "<code>python -m netcore train</code>, from many people's drawings. Those that come with netcore tell it."
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
    mean, _, _ = found.mean_over_writers
    called, shown = (sum(pair[place] for pair in found.none.values()) for place in (0, 1))
    surest = max(found.confident, key=float, default="")
    right, sure = found.confident.get(surest, (0, 0))
    sentences = [
        f"of {found.digits:,} digits by {found.writers:,} people are read right, by networks made in the "
        f"same way that had learned from nobody of their collection, {_percent(mean)} in the mean over them. "
        f"Of endlessly many such people it would be {_percent(least)} to {_percent(most)}."
    ]
    if sure:
        percent = f"{100 * float(surest):g}\u00a0%"
        sentences.append(f"Of those it is over {percent} sure of, {_percent(right / sure)} are right.")
    if shown:
        sentences.append(f"Of {shown:,} drawings of no digit, it takes {_percent(called / shown)} for one.")
    st.html(f'<div class="verdict"><b id="strangers">{_percent(part)}</b><p>{" ".join(sentences)}</p></div>')


def show_table(title: str, meaning: str, pairs: Pairs, *, is_bad: bool = False) -> None:
    """A table of shares, each with a bar.

    Args:
        title: what it shows.
        meaning: of the numbers.
        pairs: [so many, of so many] of each.
        is_bad: the share is of mistakes.
    """
    rows = "".join(
        f"<tr><th scope=row>{html.escape(name)}</th><td>{_percent(part / whole)}</td>"
        f'<td class="{"bad" if is_bad else "good"}"><i style="width:{100 * part / whole:.1f}%"></i></td>'
        f"<td>{whole:,}</td></tr>"
        for name, (part, whole) in pairs.items()
        if whole
    )
    st.html(
        f'<p class="heading"><b>{title}</b><br>{meaning}</p>'
        f'<table class="shares"><tbody>{rows}</tbody></table>'
    )


def _percent(part: float) -> str:
    return f"{100 * part:.1f}\u00a0%"
