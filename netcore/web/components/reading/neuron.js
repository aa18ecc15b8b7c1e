// The neuron that is looked into, while the pen is moving: its sum, its place on the curve, what pushed it most. The page
// holds them as the server last wrote them.

import { SIDE } from "../lib/cells.js";
import { shownSum, signed, strongestPushes } from "../lib/ledger.js";
import { message } from "../lib/message.js";
import { clamp } from "../lib/preprocess.js";
import { write } from "../lib/words.js";
import { lightOf, shine } from "./glow.js";

/**
 * @param {{ layers: import("../lib/network.js").Layer[] }} network
 * @param {import("../lib/network.js").Trace | null} trace null at rest
 * @param {import("./glow.js").Focus} focus
 */
export function showNeuron({ layers }, trace, { layer, neuron }) {
  if (!layer || !document.querySelector("#decision-z")) return;
  const { weights, biases } = layers[layer - 1];
  const inputs = weights.length / biases.length;
  const { decimals } = message.latest.rules.ledger;
  const z = trace?.weightedSums[layer - 1][neuron];
  const activation = trace?.activations[layer][neuron];
  const sum = trace ? shownSum(z, biases[neuron], decimals) : null;
  ["sum", "bias", "z"].forEach((part, place) => {
    if (sum || part !== "bias") tell(part, sum ? signed(sum[place], decimals) : "–");
  });
  tell("activation", trace ? activation.toFixed(4) : "–");
  movePoint(trace ? { z, activation, light: lightOf(trace.activations[layer])[neuron] } : null);
  showPushes(weights.subarray(neuron * inputs, (neuron + 1) * inputs), trace?.activations[layer - 1], sum?.[0], layer);
}

function tell(part, words) {
  const cell = document.querySelector(`#decision-${part} td:last-child`);
  if (cell) write(cell, words);
}

// Plotly draws it again when the server's numbers are here.
function movePoint(point) {
  const chart = /** @type {any} */ (document.querySelector(".st-key-curve .js-plotly-plot"));
  const drawn = /** @type {SVGPathElement} */ (chart?.querySelector(".scatterlayer .point"));
  if (!drawn) return;
  chart.netcoreIsLive = true;
  drawn.style.opacity = point ? "1" : "0";
  if (!point) return;
  const { xaxis, yaxis } = chart._fullLayout;
  const [x, y] = [xaxis.d2p(clamp(point.z, xaxis.range[0], xaxis.range[1])), yaxis.d2p(point.activation)];
  drawn.setAttribute("transform", `translate(${x.toFixed(2)},${y.toFixed(2)})`);
  drawn.style.fill = shine(point.light);
}

function showPushes(weights, activations, total, layer) {
  const pushes = document.querySelector("#pushes");
  if (!pushes) return;
  const [atRest, ledger] = /** @type {HTMLElement[]} */ ([...pushes.children]);
  atRest.hidden = Boolean(activations);
  ledger.hidden = !activations;
  if (!activations) return;
  const { rules } = message.latest;
  const { rows, others } = strongestPushes(weights, activations, total, rules.ledger);
  const name = (origin) =>
    layer === 1 ? `row ${Math.floor(origin / SIDE)}, column ${origin % SIDE}` : `neuron ${origin}`;
  const lines = (sign) =>
    rows
      .filter(([origin]) => sign * weights[origin] * activations[origin] > 0)
      .map(([origin, push]) => [
        name(origin),
        signed(weights[origin], 4),
        `× ${activations[origin].toFixed(4)}`,
        signed(push, rules.ledger.decimals),
      ]);
  const [up, down] = ledger.querySelectorAll("table");
  fill(up, lines(1), "up");
  fill(down, lines(-1), "down");
  const rest = ledger.querySelector(".rest");
  const left = weights.length - rows.length;
  /** @type {HTMLElement} */ (rest.querySelector(".others")).hidden = !left;
  write(rest.querySelector(".left"), `${left}`);
  write(rest.querySelector("[data-push=rest]"), signed(others, rules.ledger.decimals));
  write(rest.querySelector(".total"), signed(total, rules.ledger.decimals));
}

function fill(table, lines, way) {
  const rows = lines.length ? lines : [["none"]];
  while (table.rows.length > rows.length) table.deleteRow(-1);
  rows.forEach((words, number) => {
    const row = table.rows[number] ?? table.insertRow();
    while (row.cells.length > words.length) row.deleteCell(-1);
    words.forEach((word, place) => write(row.cells[place] ?? row.insertCell(), word));
    if (words.length > 1) row.cells[words.length - 1].dataset.push = way;
  });
}
