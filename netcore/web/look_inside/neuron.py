"""One neuron: what it looks for, what it saw, how it decided, what it cares about in general."""

import numpy as np
import streamlit as st

from netcore.data import load_sample
from netcore.data.prepared import prepared_sample
from netcore.figures.bars import digit_bars, signed_bars
from netcore.figures.curve import Point, squashing_curve
from netcore.figures.pixel_map import pixel_map
from netcore.figures.theme import light_of
from netcore.inspection.edits import is_off
from netcore.inspection.explain import contributions, gradient
from netcore.language import _
from netcore.network import Network, Trace
from netcore.preprocess import FIELD
from netcore.saying import a_digit
from netcore.web.charts import Figures, heading, lay_out_chart, my_palette
from netcore.web.data_url import data_url
from netcore.web.look_inside.ledger import show_pushes, shown_sum
from netcore.web.sample import habits, liked_best, mean_digit
from netcore.web.text import in_words, layer_names, origin_name, signed

MAP_HEIGHT, BARS_HEIGHT, CURVE_HEIGHT = 188, 150, 168


def show_neuron(network: Network, trace: Trace | None, layer: int, neuron: int) -> Figures:
    """Show everything about one neuron.

    Args:
        network: the network.
        trace: what happened in it for the drawing; None at rest.
        layer: 0 for the input.
        neuron: which of that layer.

    Returns:
        The figures that `show_reading` is to paint.
    """
    figures: Figures = {}
    if layer == 0:
        show_pixel(network, trace, neuron)
    else:
        figures |= show_decision(network, trace, layer, neuron)
        figures |= show_pictures(network, trace, layer, neuron)
        show_pushes(network, trace, layer, neuron)
    return figures | show_habits(network, layer, neuron)


def show_decision(network: Network, trace: Trace | None, layer: int, neuron: int) -> Figures:
    """How it decided: the sum, and its place on the curve."""
    here = network.layers[layer - 1]
    function = here.activation_function
    name = {"relu": "ReLU", "softmax": "softmax"}.get(function.name, "σ")
    shown = ["–", signed(float(here.biases[neuron])), "–", "–"]
    if trace is not None:
        parts = map(signed, shown_sum(network, trace, layer, neuron))
        shown = [*parts, f"{trace.activations[layer][neuron]:.4f}"]
    rows = {
        "sum": _("Σ weight × pixel") if layer == 1 else _("Σ weight × activation"),
        "bias": _("+ bias"),
        "z": _("= weighted sum z"),
        "activation": _("{function}(z) = its activation").format(function=name),
    }
    lines = "".join(
        f'<tr id="decision-{part}"><td>{words}</td><td>{value}</td></tr>'
        for (part, words), value in zip(rows.items(), shown, strict=True)
    )
    left, right = st.columns([10, 9])
    with left:
        said = _("**How it decided** with {formula}")
        if is_off(network, layer, neuron):
            said = _("**How it decided** with {formula}: **switched off**, by a bias that nothing outweighs")
        st.markdown(said.format(formula=function.formula))
        st.html(f'<table class="decision">{lines}</table>')
    with right:
        return lay_out_chart(
            squashing_curve(
                function, None if trace is None else point_of(trace, layer, neuron), my_palette()
            ),
            key="curve",
            height=CURVE_HEIGHT,
            alt=_("The curve of the activation function, and where this neuron is on it"),
        )


def show_pictures(network: Network, trace: Trace | None, layer: int, neuron: int) -> Figures:
    """What it looks for, what it would like best, and what it saw."""
    first, second, third = st.columns(3)
    with first:
        figures = show_sought(network, trace, layer, neuron)
    with second:
        figures |= show_favourite(network, layer, neuron)
    with third:
        return figures | show_seen(network, trace, layer, neuron)


def show_sought(network: Network, trace: Trace | None, layer: int, neuron: int) -> Figures:
    """What it looks for in the pixels: its weights, or behind the first hidden layer the gradient."""
    if layer == 1:
        heading(_("What it looks for"), _("its 784 weights: ink on blue raises its sum"))
        sought, name = network.layers[0].weights[neuron], _("weight")
        alt = _("28 × 28 pixels, each coloured by its weight")
    else:
        at = prepared_sample() if trace is None else trace.activations[0]
        sought, name = gradient(network, at, layer, neuron), _("gradient")
        alt = _("28 × 28 pixels, each coloured by its gradient")
        if trace is None:
            of_what = (
                _("gradient of its weighted sum averaged over 5,000 digits")
                if sought.any()
                else _("to nothing, averaged over 5,000 digits")
            )
        elif sought.any():
            of_what = _("gradient of its weighted sum at your drawing")
        else:
            of_what = _("to nothing, at your drawing")
        heading(_("What it responds to"), of_what)
    return lay_out_chart(
        pixel_map(sought, my_palette(), name=name),
        key="sought",
        height=MAP_HEIGHT,
        alt=alt,
    )


def show_favourite(network: Network, layer: int, neuron: int) -> Figures:
    """The picture that it would like best."""
    best = liked_best(network, layer, neuron)
    nothing = np.array_equal(best.ravel(), mean_digit())
    how = (
        _("nothing: this is the mean of 5,000 digits") if nothing else _("made by gradient ascent on its sum")
    )
    heading(_("What it would like best"), how)
    return lay_out_chart(
        pixel_map(best, my_palette(), name=_("pixel"), signed=False),
        key="favourite",
        height=MAP_HEIGHT,
        alt=_("28 × 28 pixels, the picture that this neuron would like best"),
    )


def show_seen(network: Network, trace: Trace | None, layer: int, neuron: int) -> Figures:
    """What it saw: what each input gave it; behind the first hidden layer, its weights for those too."""
    weights = network.layers[layer - 1].weights[neuron]
    given = np.zeros(len(weights)) if trace is None else contributions(network, trace, layer, neuron)
    if layer == 1:
        heading(_("What it saw"), _("weight × pixel: what each pixel gave to its sum"))
        return lay_out_chart(
            pixel_map(given, my_palette(), name=_("weight × pixel")),
            key="seen",
            height=MAP_HEIGHT,
            alt=_("28 × 28 pixels, each coloured by its weight times its brightness"),
        )
    before = in_words(layer_names(network)[layer - 1])
    heading(_("What it looks for"), _("its weights over {layer}").format(layer=before))
    figures = lay_out_chart(
        signed_bars(weights, my_palette(), name=_("weight")),
        key="weights_bars",
        height=MAP_HEIGHT // 2,
        alt=_("A bar for each weight"),
    )
    heading(_("What it saw"), _("weight × activation of each"))
    return figures | lay_out_chart(
        signed_bars(given, my_palette(), name=_("push")),
        key="pushes_bars",
        height=MAP_HEIGHT // 2,
        alt=_("A bar for what each neuron before gave it"),
    )


def show_habits(network: Network, layer: int, neuron: int) -> Figures:
    """What it cares about in general: the bundled digits that excite it."""
    known = habits(network, layer)
    left, right = st.columns(2)
    with left:
        heading(
            _("What it cares about in general"), _("its mean activation for each digit, over 5,000 of them")
        )
        figures = lay_out_chart(
            digit_bars(known.means[neuron], my_palette()),
            key="habits",
            height=BARS_HEIGHT,
            alt=_("A bar for each digit: the mean activation of this neuron"),
        )
    with right:
        largest = (
            _("those of the 5,000 with the largest weighted sums")
            if layer
            else _("those of the 5,000 with the largest activations")
        )
        heading(_("What excites it most"), largest)
        exciting = known.exciting[neuron]
        pictures = (prepared_sample()[exciting] * 255).round().astype(np.uint8).reshape(-1, FIELD, FIELD)
        thumbnails = "".join(
            f'<figure><img src="{data_url(picture)}" alt="{a_digit(int(label))}">'
            f"<figcaption>{signed(float(value), 1)}</figcaption></figure>"
            for picture, label, value in zip(
                pictures, load_sample().labels[exciting], known.largest[neuron], strict=True
            )
        )
        st.html(f'<div class="thumbnails">{thumbnails}</div>')
    return figures


def show_pixel(network: Network, trace: Trace | None, pixel: int) -> None:
    """An input neuron: a pixel, and whom it pushes."""
    row, column = divmod(pixel, FIELD)
    value = 0.0 if trace is None else float(trace.activations[0][pixel])
    st.markdown(
        _(
            "**An input neuron holds one pixel**: this one row {row}, column {column} of the 28 × 28. "
            "It looks for nothing and adds nothing up; its activation is the pixel's brightness, "
            "**{value:.4f}**. This is what it gives to each neuron of {layer}:"
        ).format(row=row, column=column, value=value, layer=in_words(layer_names(network)[1]))
    )
    weights = network.layers[0].weights[:, pixel]
    lines = "".join(
        f"<tr><td>{origin_name(2, index)}</td><td>{signed(float(weight), 4)}</td><td>× {value:.4f}</td>"
        f"<td>{signed(float(weight) * value)}</td></tr>"
        for index, weight in enumerate(weights)
    )
    st.html(f'<div class="ledger"><table>{lines}</table></div>')


def point_of(trace: Trace, layer: int, neuron: int) -> Point:
    """Where a neuron is on the curve of its activation function."""
    activations = trace.activations[layer]
    return Point(
        float(trace.weighted_sums[layer - 1][neuron]),
        float(activations[neuron]),
        float(light_of(activations)[neuron]),
    )
