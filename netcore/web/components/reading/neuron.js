// The neuron that is looked into, while the pen is moving: its sum, its place on the curve, what pushed it most. The page
// holds them as the server last wrote them.

import { SIDE } from "../lib/cells.js";
import { chartOf } from "../lib/figures.js";
import { t } from "../lib/language.js";
import { shownSum, signed, strongestPushes } from "../lib/ledger.js";
import { latest } from "../lib/message.js";
import { clamp } from "../lib/preprocess.js";
import { find } from "../lib/required.js";
import { write } from "../lib/words.js";
import { lightOf, shine } from "./glow.js";

/**
 * Show what it does, as far as the page has places for that.
 * @param {import("../lib/network.js").Network} network
 * @param {import("../lib/network.js").Trace | null} trace null at rest
 * @param {import("../lib/message.js").Focus} focus
 */
export function showNeuron({ layers }, trace, { layer, neuron }) {
  if (!layer || !document.querySelector("#decision-z")) return;
  const { weights, biases } = layers[layer - 1];
  const inputs = weights.length / biases.length;
  const pushing = weights.subarray(neuron * inputs, (neuron + 1) * inputs);
  if (!trace) {
    for (const part of ["sum", "z", "activation"]) tell(part, "–");
    movePoint(null);
    showPushes(pushing, null, layer);
    return;
  }
  const { decimals } = latest().rules.ledger;
  const z = trace.weightedSums[layer - 1][neuron];
  const activation = trace.activations[layer][neuron];
  const sum = shownSum(z, biases[neuron], decimals);
  ["sum", "bias", "z"].forEach((part, place) => tell(part, signed(sum[place], decimals)));
  tell("activation", activation.toFixed(4));
  movePoint({ z, activation, light: lightOf(trace.activations[layer])[neuron] });
  showPushes(pushing, { activations: trace.activations[layer - 1], total: sum[0] }, layer);
}

/**
 * @param {string} part of the sum, as the page names it
 * @param {string} words
 */
function tell(part, words) {
  const cell = document.querySelector(`#decision-${part} td:last-child`);
  if (cell) write(cell, words);
}

/**
 * Put the neuron's point on its curve. Plotly draws it again when the server's numbers are here.
 * @param {{ z: number, activation: number, light: number } | null} point its light 0–1; null at rest
 */
function movePoint(point) {
  const chart = chartOf("curve");
  /** @type {SVGPathElement | null | undefined} */
  const drawn = chart?.querySelector(".scatterlayer .point");
  if (!chart || !drawn) return;
  chart.netcoreIsLive = true;
  drawn.style.opacity = point ? "1" : "0";
  if (!point) return;
  const { xaxis, yaxis } = chart._fullLayout;
  const [x, y] = [xaxis.d2p(clamp(point.z, xaxis.range[0], xaxis.range[1])), yaxis.d2p(point.activation)];
  drawn.setAttribute("transform", `translate(${x.toFixed(2)},${y.toFixed(2)})`);
  drawn.style.fill = shine(point.light);
}

/**
 * What pushed it most, up and down.
 * @param {Float32Array} weights of the neuron
 * @param {{ activations: Float32Array, total: number } | null} given the layer before, and what it gave in all, as it is
 *   shown; null at rest
 * @param {number} layer from 1
 */
function showPushes(weights, given, layer) {
  const pushes = document.querySelector("#pushes");
  if (!pushes) return;
  const [atRest, ledger] = pushes.children;
  atRest.toggleAttribute("hidden", Boolean(given));
  ledger.toggleAttribute("hidden", !given);
  if (!given) return;
  const { activations, total } = given;
  const rules = latest().rules.ledger;
  const { rows, others } = strongestPushes(weights, activations, total, rules);
  /** @type {(origin: number) => string} */
  const name = (origin) =>
    layer === 1
      ? t("row {row}, column {column}", { row: Math.floor(origin / SIDE), column: origin % SIDE })
      : t("neuron {neuron}", { neuron: origin });
  /** @type {(sign: number) => string[][]} */
  const lines = (sign) =>
    rows
      .filter(([origin]) => sign * weights[origin] * activations[origin] > 0)
      .map(([origin, push]) => [
        name(origin),
        signed(weights[origin], 4),
        `× ${activations[origin].toFixed(4)}`,
        signed(push, rules.decimals),
      ]);
  const [up, down] = ledger.querySelectorAll("table");
  fill(up, lines(1), "up");
  fill(down, lines(-1), "down");
  const rest = find(ledger, ".rest");
  const left = weights.length - rows.length;
  find(rest, ".others").toggleAttribute("hidden", !left);
  write(find(rest, ".left"), `${left}`);
  write(find(rest, "[data-push=rest]"), signed(others, rules.decimals));
  write(find(rest, ".total"), signed(total, rules.decimals));
}

/**
 * @param {HTMLTableElement} table
 * @param {string[][]} lines the words of each row
 * @param {"up" | "down"} way
 */
function fill(table, lines, way) {
  const rows = lines.length ? lines : [[t("none")]];
  while (table.rows.length > rows.length) table.deleteRow(-1);
  rows.forEach((words, number) => {
    const row = table.rows[number] ?? table.insertRow();
    while (row.cells.length > words.length) row.deleteCell(-1);
    words.forEach((word, place) => write(row.cells[place] ?? row.insertCell(), word));
    if (words.length > 1) row.cells[words.length - 1].dataset.push = way;
  });
}
