// A way through the diagram without a mouse: arrow keys go from neuron to neuron, Enter looks inside. One button is the
// whole diagram's place in the order of the tabs; it lies on the neuron that it is at.

import { appear } from "../lib/appear.js";
import { SIDE } from "../lib/cells.js";
import { chartOf, pick } from "../lib/figures.js";
import { t } from "../lib/language.js";
import { message } from "../lib/message.js";
import { find } from "../lib/required.js";
import { next } from "../lib/walk.js";
import { write } from "../lib/words.js";

/** @typedef {import("./diagram.js").Diagram} Diagram */
/** @typedef {import("./diagram.js").DiagramTrace} DiagramTrace */
/** @typedef {import("../lib/walk.js").Spot} Spot */

const APART = 4; // pixels between a neuron and the ring around it
const SPOKEN = t("Neurons of the diagram: arrow keys go from one to the next, Enter looks inside");

/** @type {{ layer: string, number: number }} where it is, on every page */
let at = { layer: "hidden 1", number: 0 };
let wasWalking = false; // Enter has led to another page, whose diagram isn't there yet

/**
 * Put the button on the diagram, if it isn't there, and on its neuron.
 * @param {Diagram} chart
 */
export function offerCursor(chart) {
  const place = chart.closest(".st-key-network");
  if (!place || place.querySelector(":scope > .walk")) return;
  const walk = document.createElement("div");
  walk.className = "walk";
  walk.role = "application";
  walk.ariaLabel = SPOKEN;
  walk.innerHTML = '<button type="button"></button><p aria-live="polite"></p>';
  place.append(walk);
  const button = find(walk, "button");
  button.ariaLabel = SPOKEN;
  button.addEventListener("focus", begin);
  button.addEventListener("blur", leave);
  button.addEventListener("keydown", step);
  button.addEventListener("click", lookInside);
  if (wasWalking)
    walkOn(/** @type {HTMLElement} */ (button)).catch(() => {
      wasWalking = false; // it was never seen
    });
}

/**
 * Go on from the diagram of the page before, which may still be there, once this one is seen, unless the focus is elsewhere
 * by then.
 * @param {HTMLElement} button
 */
async function walkOn(button) {
  const isElsewhere = () => document.activeElement !== document.body && !document.activeElement?.closest(".walk");
  const hasFocus = () => {
    button.focus();
    return document.activeElement === button;
  };
  await appear(hasFocus, () => !button.isConnected || isElsewhere());
  wasWalking = !button.isConnected && !isElsewhere(); // the diagram is laid out anew
}

/** The diagram was laid out anew: the button follows its neuron. */
export function moveCursor() {
  if (document.activeElement?.matches(".walk > button")) show();
}

/** The neuron that is looked into is where one begins. */
function begin() {
  const focus = message.latest?.rules && message.latest.focus;
  const layer = focus && layersOf(chartOf("network"))[focus.layer]?.name;
  if (layer) at = { layer, number: focus.neuron };
  show();
}

function leave() {
  const chart = chartOf("network");
  if (chart) window.Plotly.Fx.unhover(chart);
}

/** @param {Event} event */
function step(event) {
  const { key, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (event);
  if (!key.startsWith("Arrow") || ctrlKey || metaKey || altKey) return;
  event.preventDefault();
  const spots = spotsOf(chartOf("network"));
  at = next(spots, whereIn(spots), key);
  show();
}

function lookInside() {
  wasWalking = true;
  pick("network", at.layer, at.number);
}

/**
 * @param {Spot[]} spots
 * @returns {Spot} where it is; another network may not have that neuron
 */
function whereIn(spots) {
  return (
    spots.find(({ layer, number }) => layer === at.layer && number === at.number) ??
    spots.find(({ layer }) => layer === at.layer) ??
    spots[0]
  );
}

/** Lay the button on its neuron, say which it is, and show what Plotly shows of what is pointed at. */
function show() {
  /** @type {Diagram | null} */
  const chart = chartOf("network");
  const walk = document.querySelector(".st-key-network > .walk");
  const spots = spotsOf(chart);
  if (!chart || !walk || !spots.length) return;
  const { layer, number, x, y } = (at = whereIn(spots));
  const trace = chart.data.findIndex(({ name }) => name === layer);
  const { marker, customdata } = chart.data[trace];
  /** @type {HTMLElement} */
  const button = find(walk, "button");
  const [frame, edge] = [chart.getBoundingClientRect(), walk.getBoundingClientRect()];
  const side = (marker?.size ?? 0) + 2 * APART;
  const [left, top] = [frame.left - edge.left + x - side / 2, frame.top - edge.top + y - side / 2];
  button.style.cssText = `left: ${left}px; top: ${top}px; width: ${side}px; height: ${side}px`;
  button.scrollIntoView({ block: "nearest", inline: "nearest" });
  const [activation] = customdata[number];
  const name = marker
    ? t("neuron {neuron}", { neuron: number })
    : t("row {row}, column {column}", { row: Math.floor(number / SIDE), column: number % SIDE });
  const state =
    activation === null ? t("at rest") : t("activation {activation}", { activation: activation.toFixed(2) });
  const words = `${layerLabel(layer)}, ${name}, ${state}`;
  write(find(walk, "p"), words);
  const pointNumber = marker ? number : [Math.floor(number / SIDE), number % SIDE];
  window.Plotly.Fx.hover(chart, [{ curveNumber: trace, pointNumber }]);
}

/**
 * @param {Diagram | null} chart
 * @returns {DiagramTrace[]} one a layer, the input first
 */
function layersOf(chart) {
  return chart?.data.filter(({ customdata }) => customdata) ?? [];
}

/**
 * @param {Diagram | null} chart
 * @returns {Spot[]} every neuron that it shows; none before Plotly has laid it out
 */
export function spotsOf(chart) {
  if (!chart?._fullLayout?.xaxis) return [];
  const { xaxis, yaxis } = chart._fullLayout;
  return layersOf(chart).flatMap(({ name, x, y, customdata }) =>
    customdata.map((_, number) => ({
      layer: name,
      number,
      x: xaxis._offset + xaxis.d2p(x ? x[number] : number % SIDE),
      y: yaxis._offset + yaxis.d2p(y ? y[number] : Math.floor(number / SIDE)),
    })),
  );
}

/**
 * @param {string} layer
 * @returns {string} as text.py says it
 */
function layerLabel(layer) {
  if (layer === "input") return t("input");
  return layer === "output" ? t("output") : t("hidden {number}", { number: layer.split(" ")[1] });
}
