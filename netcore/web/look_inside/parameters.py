"""All weights and biases: their count, layer by layer, and each in a row of its own."""

import csv
import io
from functools import partial

import numpy as np
import streamlit as st

from netcore.figures.blocks import layer_label
from netcore.inspection.explain import parameters
from netcore.language import _
from netcore.network import Network
from netcore.web.text import DECIMALS, layer_names, signed

TABLE_HEIGHT = 330


def show_parameters(network: Network) -> None:
    """Count the parameters and show them all."""
    names = layer_names(network)
    st.markdown(
        _("**{count:,} numbers** are all that this network knows. Learning is finding them.").format(
            count=network.parameter_count
        )
    )
    lines = [
        _("| layer | weights | biases | together | Σ weights | Σ biases |"),
        "|:--|--:|--:|--:|--:|--:|",
    ]
    weights_sums, biases_sums = [
        [round(float(numbers.sum(dtype=np.float64)), DECIMALS) for numbers in kind]
        for kind in zip(*((layer.weights, layer.biases) for layer in network.layers), strict=True)
    ]
    for name, layer, *sums in zip(names[1:], network.layers, weights_sums, biases_sums, strict=True):
        n_out, n_in = layer.weights.shape
        lines.append(
            f"| {layer_label(name)} | {n_in} × {n_out} = {n_in * n_out:,} | {n_out} "
            f"| {n_in * n_out + n_out:,} "
            f"| {signed(sums[0])} | {signed(sums[1])} |"
        )
    weights = sum(layer.weights.size for layer in network.layers)
    biases = sum(layer.biases.size for layer in network.layers)
    lines.append(
        f"| {_('all')} | {weights:,} | {biases:,} | **{weights + biases:,}** "
        f"| {signed(sum(weights_sums))} | {signed(sum(biases_sums))} |"
    )
    st.markdown("\n".join(lines))
    table = parameters(network)
    labels = [layer_label(name) for name in names]
    kinds = {"weight": _("weight"), "bias": _("bias")}
    table["layer"] = [labels[number] for number in table["layer"]]
    table["kind"] = [kinds[kind] for kind in table["kind"]]
    st.dataframe(
        table,
        height=TABLE_HEIGHT,
        hide_index=True,
        key="parameters",
        column_config={
            "layer": st.column_config.TextColumn(_("layer")),
            "neuron": st.column_config.NumberColumn(_("neuron"), format="%d"),
            "kind": st.column_config.TextColumn(_("kind")),
            "from": st.column_config.NumberColumn(
                _("from neuron"), format="%d", help=_("in the layer before; a pixel is 28 × row + column")
            ),
            "value": st.column_config.NumberColumn(_("value"), format="%.6g"),
        },
    )
    st.download_button(
        _("Download all {count:,} as CSV").format(count=network.parameter_count),
        partial(as_csv, network),
        file_name=f"{network.meta['name']}.csv".replace(" ", "-"),
        mime="text/csv",
        key="csv",
        on_click="ignore",
    )


def as_csv(network: Network) -> str:
    """The table of `parameters` as CSV."""
    table = parameters(network)
    names = layer_names(network)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(table)
    for layer, *rest in zip(*table.values(), strict=True):
        writer.writerow([names[layer], *rest])
    return file.getvalue()
