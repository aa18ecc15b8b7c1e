"""The Draw page: draw a digit and watch the network read it."""

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from netcore.datasets import load_sample
from netcore.datasets.drawings import CANVAS_SIDE
from netcore.figures.diagram import network_diagram
from netcore.figures.heatmaps import heatmaps_height, weight_heatmaps, weight_reach
from netcore.network import Network, Trace
from netcore.pages.drawing import PEN, Drawing
from netcore.pages.reading import show_reading
from netcore.pages.shared import about, my_stage, networks, show_chart, weights_legend
from netcore.pages.steps import show_frames
from netcore.preprocess import Preparation, prepare_steps

ABOUT_WIDTH = 600  # beside the choice on a projector
DIAGRAM_HEIGHT = 510


def page() -> None:
    """Lay out the page: what changes with every stroke to the left, the charts it repaints elsewhere."""
    usable, refusals = networks()
    for refusal in refusals:
        st.warning(refusal)
    if not usable:
        st.error("There is no network to show. Train one with: python -m netcore train")
        show_reading(None, prepared(), None, my_stage())
        return
    with st.container(horizontal=True):
        left = st.container(width=CANVAS_SIDE + 4, gap="small")
        right = st.container(width="stretch", gap="xsmall")
    with right:
        network = choose(usable)
    with left:
        draw_and_read(network)
    trace = read(network, prepared())
    st.session_state.charted = my_drawing().revision
    with right:
        show_diagram(network, trace)
    show_steps()
    show_weights(network, trace)


def choose(usable: dict[str, Network]) -> Network:
    """The network that this person chose; the article's until they do."""
    names = sorted(usable, key=lambda name: name != "classic")
    with st.container(horizontal=True, vertical_alignment="center"):
        name = names[0]
        if len(names) > 1:
            name = st.segmented_control(
                "Network",
                names,
                default=names[0],
                required=True,
                key="choice",
                bind="query-params",
                label_visibility="collapsed",
            )
        st.markdown(about(usable[name]), width=ABOUT_WIDTH)
    return usable[name]


def show_diagram(network: Network, trace: Trace | None) -> None:
    """The whole network, and how to read it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**Neurons {my_stage().glow} as far as they are active. Connections push the next neuron**",
            width="content",
            help="What a connection pushes is its weight times the activation of the neuron it comes "
            "from. Where there are too many to draw, as those from the 784 pixels, only the few that push "
            "a neuron most are drawn. At rest you see the weights themselves, dimmed.",
        )
        weights_legend()
    show_chart(
        network_diagram(network, trace, my_stage()),
        key="network",
        height=DIAGRAM_HEIGHT,
        alt="The network: inputs, hidden layers and outputs, each neuron as bright as it is active",
    )


def show_steps() -> None:
    """How a drawing becomes the numbers that the network reads."""
    st.subheader("How your drawing becomes 784 numbers")
    show_frames()


def show_weights(network: Network, trace: Trace | None) -> None:
    """What the first hidden layer looks for, and how to read it."""
    st.subheader("What the neurons of the first hidden layer look for")
    st.markdown(
        "Each picture is one neuron's 784 weights, laid out like the pixels they belong to. "
        "Ink on **blue** makes the neuron more active, ink on **orange** less."
    )
    show_chart(
        weight_heatmaps(network, trace, my_stage()),
        key="weights",
        height=heatmaps_height(network),
        alt="One heatmap of 28 × 28 weights for each neuron of the first hidden layer",
    )
    weights_legend(weight_reach(network))


@st.fragment
def draw_and_read(network: Network) -> None:
    """The canvas, its buttons and what the network makes of the drawing; all that reruns after a stroke."""
    drawing = my_drawing()
    st.markdown("**Draw a digit, 0 to 9**")
    if "canvas" not in st.session_state and drawing.strokes:
        drawing.show()  # back from another page
    canvas = st_canvas(
        key="canvas",
        width=CANVAS_SIDE,
        height=CANVAS_SIDE,
        stroke_width=PEN,
        stroke_color="#ffffff",
        background_color="#000000",
        initial_drawing=drawing.for_canvas,
        return_image_data=True,
        on_change=take_strokes,
    )
    picture = canvas.image_data  # decoded anew each time that it is asked for
    if picture is not None:
        drawing.picture = picture
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Clear", key="clear", on_click=drawing.clear, disabled=not drawing.strokes)
        st.button("Undo", key="undo", on_click=drawing.undo, disabled=not drawing.can_undo)
        st.button("Redo", key="redo", on_click=drawing.redo, disabled=not drawing.can_redo)
        st.button("Example", key="example", on_click=show_example)
    steps = prepared()
    result = show_reading(network, steps, read(network, steps), my_stage())
    if result.ground and result.ground != my_stage().name:
        st.session_state.ground = result.ground
        st.rerun()
    if result.failed and st.session_state.charted != drawing.revision:
        st.rerun()


def my_drawing() -> Drawing:
    """This person's drawing."""
    drawing: Drawing = st.session_state.setdefault("drawing", Drawing())
    return drawing


def take_strokes() -> None:
    """The canvas sent something."""
    sent = st.session_state.canvas["drawing"]
    my_drawing().receive(sent["raw"].get("objects", []))


def show_example() -> None:
    """Put a random digit of the bundled sample on the canvas."""
    examples = load_sample()
    my_drawing().replace(examples.pictures[np.random.default_rng().integers(len(examples))])


def prepared() -> Preparation:
    """This person's drawing on its way to the network; without ink until the canvas sent some."""
    picture = my_drawing().picture
    return prepare_steps(np.zeros((CANVAS_SIDE, CANVAS_SIDE), np.uint8) if picture is None else picture)


def read(network: Network, steps: Preparation) -> Trace | None:
    """Let the network read the drawing; None while nothing is drawn."""
    return None if steps.is_empty else network.forward(steps.pixels)


page()
