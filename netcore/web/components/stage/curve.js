// A neuron's activation function as a curve, and where the neuron is on it.

import { t } from "../lib/language.js";
import { signed } from "../lib/ledger.js";
import { ACTIVATION_FUNCTIONS } from "../lib/network.js";
import { find } from "../lib/required.js";
import { write } from "../lib/words.js";

/** @typedef {import("./view.js").Facts} Facts */

const FURTHEST = 6; // the curve is drawn so far to both sides of zero, and further if z lies outside, as in curve.py
const POINTS = 240;
const MARGIN = { left: 24, right: 24, top: 26, bottom: 58 }; // pixels
const SVG = "http://www.w3.org/2000/svg";

/** @type {import("./view.js").MakeView} */
export function curveView(place) {
  place.innerHTML = '<div class="plot"></div><p class="formula"></p>';
  /** @type {HTMLElement} */
  const plot = find(place, ".plot");
  let [drawn, width, height] = ["", 0, 0];
  return {
    resize() {
      [width, height] = [plot.clientWidth, plot.clientHeight];
    },
    show(facts) {
      const end = facts.inputs ? endFor(facts.z) : FURTHEST;
      const shift = shiftOf(facts);
      const axes = axesOf(facts, width, height, end);
      const wanted = `${width} ${height} ${end} ${shift}`;
      if (wanted !== drawn) drawAxes(plot, facts, axes, shift);
      drawn = wanted;
      drawPoint(plot, facts, axes);
      write(find(place, ".formula"), formula(facts));
    },
  };
}

/**
 * @param {number} z
 * @returns {number} of the axis: few, so that it isn't drawn anew as z moves
 */
function endFor(z) {
  let end = FURTHEST;
  while (end < 1.15 * Math.abs(z)) end = Math.ceil(1.5 * end);
  return end;
}

/**
 * @param {Facts} facts
 * @returns {number} of softmax the curve holds as long as the other neurons' sums stay: eᶻ / (eᶻ + rest) is a sigmoid,
 *   shifted to run through the neuron's point
 */
function shiftOf({ activationFunction, activation, z, inputs }) {
  if (activationFunction !== "softmax" || !inputs) return 0;
  const share = Math.min(Math.max(activation, 1e-7), 1 - 1e-7);
  return z - Math.log(share / (1 - share));
}

/**
 * @typedef {object} Axes
 * @property {number} end of z, on both sides
 * @property {number} top of the activation
 * @property {number} width
 * @property {number} height
 * @property {(z: number) => number} x pixels
 * @property {(activation: number) => number} y pixels
 */

/**
 * @param {Facts} facts
 * @param {number} width
 * @param {number} height
 * @param {number} end
 * @returns {Axes}
 */
function axesOf({ activationFunction }, width, height, end) {
  const top = activationFunction === "relu" ? end : 1;
  const [across, down] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  return {
    end,
    top,
    width,
    height,
    x: (z) => MARGIN.left + ((z + end) / (2 * end)) * across,
    y: (activation) => MARGIN.top + (1 - activation / top) * down,
  };
}

/**
 * @param {HTMLElement} plot
 * @param {Facts} facts
 * @param {Axes} axes
 * @param {number} shift of the curve
 */
function drawAxes(plot, { activationFunction }, { end, top, width, height, x, y }, shift) {
  plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img"></svg>`;
  const svg = find(plot, "svg");
  const value = ACTIVATION_FUNCTIONS[activationFunction === "softmax" ? "sigmoid" : activationFunction];
  const z = Float64Array.from({ length: POINTS + 1 }, (_, at) => -end + (2 * end * at) / POINTS);
  const activations = value(z.map((place) => place - shift));
  const line = Array.from(z, (place, at) => `${x(place).toFixed(1)},${y(activations[at]).toFixed(1)}`).join(" ");
  add(svg, "path", { class: "axis", d: `M${x(-end)},${y(0)}H${x(end)}M${x(0)},${y(0)}V${y(top)}` });
  for (const tick of [-end, 0, end]) add(svg, "text", { x: x(tick), y: y(0) + 22, class: "tick" }, signedTick(tick));
  for (const tick of [top / 2, top]) {
    add(svg, "text", { x: x(0) - 8, y: y(tick) + 5, class: "tick side" }, `${tick}`);
  }
  add(svg, "text", { x: x(end), y: y(0) - 10, class: "side" }, t("weighted sum z"));
  add(svg, "text", { x: x(0) + 12, y: 18, class: "start" }, t("activation"));
  add(svg, "polyline", { class: "line", points: line });
  add(svg, "path", { class: "way" });
  add(svg, "text", { class: "value z" });
  add(svg, "text", { class: "value activation" });
  add(svg, "circle", { class: "point", r: 11 });
}

/** @type {(tick: number) => string} */
const signedTick = (tick) => (tick < 0 ? `\u2212${-tick}` : `${tick}`);

/**
 * @param {HTMLElement} plot
 * @param {Facts} facts
 * @param {Axes} axes
 */
function drawPoint(plot, { inputs, z, sum, activation, light, palette, decimals }, { end, top, x, y }) {
  /** @type {SVGElement} */
  const svg = find(plot, "svg");
  for (const part of svg.querySelectorAll(".way, .value, .point")) part.toggleAttribute("hidden", !inputs);
  if (!inputs) {
    svg.ariaLabel = t("The curve, without a point: nothing is drawn yet");
    return;
  }
  const [left, high] = [x(Math.min(Math.max(z, -end), end)), y(Math.min(activation, top))];
  set(find(svg, ".way"), { d: `M${left},${y(0)}V${high}H${x(0)}` });
  const point = /** @type {SVGElement} */ (find(svg, ".point"));
  point.style.transform = `translate(${left}px, ${high}px)`;
  point.style.fill = palette.light[Math.round(Math.min(light, 1) * (palette.light.length - 1))];
  /** @type {SVGElement[]} */
  const [below, beside] = [find(svg, ".z"), find(svg, ".value.activation")];
  write(below, `z = ${signed(sum[2], decimals)}`);
  below.style.transform = `translate(${Math.min(Math.max(left, x(-end) + 40), x(end) - 40)}px, ${y(0) + 47}px)`;
  write(beside, activation.toFixed(4));
  const isLeft = left < x(0);
  beside.style.transform = `translate(${x(0) + (isLeft ? 10 : -10)}px, ${high - 10}px)`;
  beside.style.textAnchor = isLeft ? "start" : "end";
  svg.ariaLabel = t("The curve: at z = {z} the activation is {activation}", {
    z: signed(sum[2], decimals),
    activation: activation.toFixed(4),
  });
}

/**
 * @param {Facts} facts
 * @returns {string}
 */
function formula({ activationFunction, inputs, sum, activation, decimals }) {
  if (!inputs) return t("Draw a digit, and the neuron gets its place on the curve.");
  const numbers = { z: signed(sum[2], decimals), activation: activation.toFixed(4) };
  if (activationFunction === "relu") return t("ReLU({z}) = {activation}", numbers);
  if (activationFunction === "softmax") return t("softmax({z}) = {activation}", numbers);
  return t("σ({z}) = {activation}", numbers);
}

/** @type {(svg: Element, name: string, attributes: Record<string, string | number>, words?: string) => void} */
function add(svg, name, attributes, words = "") {
  const element = svg.appendChild(document.createElementNS(SVG, name));
  set(element, attributes);
  if (words) element.textContent = words;
}

/** @type {(element: Element, attributes: Record<string, string | number>) => void} */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
}
