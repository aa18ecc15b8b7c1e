"""The Draw page: draw a digit and watch the network read it."""

import streamlit as st

from netcore.figures.diagram import network_diagram
from netcore.figures.heatmaps import heatmaps_height, weight_heatmaps, weight_reach
from netcore.figures.theme import meta_of
from netcore.language import N_, _
from netcore.network import Network, Trace
from netcore.web.charts import my_palette, show_chart, weights_legend
from netcore.web.components.canvas.canvas import my_reading, show_canvas, show_canvas_buttons
from netcore.web.components.reading.reading import PART, look_inside, show_reading
from netcore.web.components.reading.steps import show_frames
from netcore.web.components.stage.stage import Stage, show_stage
from netcore.web.components.weights.weights import hand_over
from netcore.web.draw.picture import show_picture_choice, take_pasted
from netcore.web.link import is_bare
from netcore.web.networks import about, choose, offered
from netcore.web.person.link import ANSWER
from netcore.web.room import DRAW, UNTIL_IT_FITS, follow_room, my_room
from netcore.web.routes import LESSON
from netcore.web.state import arrive, me

GLOW = {
    "dark": N_("**Neurons glow as far as they are active. Connections push the next neuron**"),
    "light": N_("**Neurons darken as far as they are active. Connections push the next neuron**"),
}
"""What the diagram shows, in the light of each palette."""
BLIND = N_(
    "Your browser doesn't tell this page what is on its canvas, as some don't in private windows: your "
    "drawing is read when the pen is up, not while it moves."
)


def page() -> None:
    """Put all on the page; where it stands, screens.css says for each screen."""
    person = arrive()
    usable = offered()
    if not usable:
        show_reading(None, me().drawing, None, my_palette())
        return
    if not is_bare():
        with st.container(key="new_here"):
            st.page_link(LESSON.script, label=_("New here? Let it be explained, in ten minutes"))
    with st.container(horizontal=True, key="draw"):
        hand, seen = st.container(gap="small", key="hand"), st.container(gap="xsmall", key="seen")
    with seen, st.container(horizontal=True, vertical_alignment="center", key="about"):
        network = choose(usable)
        st.markdown(about(network), width="stretch")
    with hand:
        hand_over(network)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="invitation"):
            st.markdown(_("**Draw a digit, 0 to 9**"), width="content")
            show_picture_choice()
        draw_and_read(network)
    trace = my_reading(network).trace
    person.browser.charted = person.drawing.revision
    with seen:
        show_diagram(network, None if ANSWER in person.link.hides else trace)
    if not is_bare():
        show_steps()
        show_weights(network, trace)


def show_diagram(network: Network, trace: Trace | None) -> None:
    """The whole network, and how to read it."""
    with st.container(horizontal=True, vertical_alignment="center", key="how_to_read"):
        st.markdown(
            _(GLOW[my_palette().name]),
            width="content",
            help=_(
                "What a connection pushes is its weight times the activation of the neuron it comes from. "
                "Where there are too many to draw, as those from the 784 pixels, only the few that push a "
                "neuron most are drawn. At rest you see the weights themselves, dimmed."
            ),
        )
        weights_legend()
        st.fragment(show_stage)(Stage(wave=True))  # its end is no reason to build the diagram anew
    st.html(UNTIL_IT_FITS)
    show_chart(
        network_diagram(network, trace, my_palette(), room=my_room(DRAW)),
        key="network",
        height="stretch",
        alt=_("The network: inputs, hidden layers and outputs, each neuron as bright as it is active"),
    )


def show_steps() -> None:
    """How a drawing becomes the numbers that the network reads."""
    st.subheader(_("How your drawing becomes 784 numbers"))
    show_frames()


def show_weights(network: Network, trace: Trace | None) -> None:
    """What the first hidden layer looks for, and how to read it."""
    st.subheader(_("What the neurons of the first hidden layer look for"))
    st.markdown(
        _(
            "Each picture is one neuron's 784 weights, laid out like the pixels they belong to. "
            "Ink on **blue** makes the neuron more active, ink on **orange** less."
        )
    )
    show_chart(
        weight_heatmaps(network, trace, my_palette()),
        key="weights",
        height=heatmaps_height(network),
        alt=_("One heatmap of 28 × 28 weights for each neuron of the first hidden layer"),
    )
    weights_legend(weight_reach(network))


@st.fragment
def draw_and_read(network: Network) -> None:
    """The canvas, its buttons and what the network makes of the drawing; all that reruns after a stroke."""
    show_canvas()
    show_canvas_buttons()
    if me().browser.is_blind:
        st.caption(_(BLIND))
    reading = my_reading(network)
    result = show_reading(
        network,
        me().drawing,
        reading,
        my_palette(),
        on_draw_page=not is_bare(),
        meta=meta_of(network, my_palette()),
        room=my_room(DRAW),
    )
    if result.picked and not result.picked.startswith(PART):
        look_inside(result.picked)
    if result.pasted:
        take_pasted(result.pasted)
        st.rerun()
    if result.ground and result.ground != my_palette().name:
        me().browser.ground = result.ground
        st.rerun()
    if result.failed and me().browser.charted != me().drawing.revision:
        st.rerun()
    follow_room(result, DRAW)


page()
