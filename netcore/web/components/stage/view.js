// What is shown of one neuron in the place of the diagram: it grows out of the neuron, and follows the pen.

import { appear } from "../lib/appear.js";
import { chartOf, pixelsIn } from "../lib/figures.js";
import { t } from "../lib/language.js";
import { shownSum } from "../lib/ledger.js";
import { move } from "../lib/motion.js";
import { find } from "../lib/required.js";
import { layerNames, stageThat } from "../lib/stage.js";
import { write } from "../lib/words.js";
import { curveView } from "./curve.js";
import { dress } from "./dress.js";
import { inWords } from "./names.js";
import { neuronView } from "./neuron.js";
import { sumView } from "./sum.js";

/** @typedef {import("../reading/diagram.js").Diagram} Diagram */
/** @typedef {import("../reading/diagram.js").Painted} Painted */
/** @typedef {{ light: string[], ground: string, positive: number[], negative: number[] }} Palette colours as theme.py has them */
/**
 * @typedef {object} Facts of a neuron
 * @property {number} layer from 1
 * @property {string} before what the layer before is called
 * @property {number} neuron
 * @property {Float32Array} weights
 * @property {Float32Array | null} inputs activations of the layer before; null at rest
 * @property {string} activationFunction
 * @property {[number, number, number]} sum what the inputs give, the bias, and z, as they are shown: they add up
 * @property {number} z
 * @property {number} activation
 * @property {number} light 0–1
 * @property {number} decimals of all that adds up
 * @property {Palette} palette
 */
/**
 * @typedef {object} View
 * @property {(facts: Facts) => void} show
 * @property {() => void} [resize] its place has another size; also before it is shown at first
 * @property {() => void} [leave] it is gone
 */
/** @typedef {(place: HTMLElement, facts: Facts, pick: (what: string) => void) => View} MakeView */
/**
 * @typedef {object} Wanted
 * @property {string} view
 * @property {[string, number]} neuron
 * @property {number} decimals
 * @property {Palette} palette
 * @property {(what: string) => void} pick
 */

/** @type {Record<string, MakeView>} */
const VIEWS = { neuron: neuronView, sum: sumView, curve: curveView };
const GROWING = 500; // ms
const CHANGING = 450;
const HTML = `<section class="stage-view">
  <header><b></b><span class="glow"><i></i><span></span></span></header>
  <div class="body"></div>
</section>`;

/**
 * @typedef {object} Now
 * @property {Wanted} [wanted]
 * @property {HTMLElement} [host]
 * @property {string} shown which view of which neuron of how large a layer
 * @property {View} [view]
 * @property {Painted} [painted] what was shown last
 * @property {boolean} [isGrowing]
 * @property {ResizeObserver} [observer]
 */
/** @type {Now} */
const now = { shown: "" };

/**
 * @param {Wanted | undefined} wanted undefined: the whole network
 */
export function showView(wanted) {
  now.wanted = wanted;
  now.painted = undefined;
  if (!wanted) return shrink();
  const find = () => /** @type {Diagram | null} */ (chartOf("network"))?.netcorePainted;
  appear(find, () => now.wanted !== wanted).then(followView, () => {}); // there may be no diagram
}

/** The diagram was painted: its neuron has other numbers. */
export function followView() {
  const { wanted } = now;
  /** @type {Diagram | null} */
  const chart = chartOf("network");
  const painted = chart?.netcorePainted;
  const isShown = painted === now.painted && now.host?.isConnected;
  if (!wanted || !chart || !painted || isShown || now.isGrowing) return;
  const facts = factsOf(painted, wanted);
  if (!facts) return shrink();
  const shown = `${wanted.view} ${wanted.neuron} ${facts.weights.length} ${facts.palette.ground}`;
  const isNew = !now.host?.isConnected;
  if (isNew) grow(chart, wanted);
  now.painted = painted;
  if (isNew || shown !== now.shown) change(wanted, facts);
  now.shown = shown;
  showHeader(facts);
  now.view?.show(facts);
}

/** The stage is gone. */
export function endView() {
  now.wanted = undefined;
  takeDown();
}

/**
 * @param {Painted} painted
 * @param {Wanted} wanted
 * @returns {Facts | undefined} undefined where there is no such neuron
 */
function factsOf({ network, trace }, { neuron: [name, neuron], decimals, palette }) {
  const names = layerNames(network.layers.length + 1);
  const layer = names.indexOf(name);
  if (layer < 1 || neuron >= network.layers[layer - 1].biases.length) return undefined;
  const { weights, biases, activation: activationFunction } = network.layers[layer - 1];
  const inputs = weights.length / biases.length;
  const activations = trace?.activations[layer];
  const z = trace?.weightedSums[layer - 1][neuron] ?? 0;
  const brightest = activations ? Math.max(1, ...activations) : 1;
  return {
    layer,
    before: names[layer - 1],
    neuron,
    weights: weights.subarray(neuron * inputs, (neuron + 1) * inputs),
    inputs: trace?.activations[layer - 1] ?? null,
    activationFunction,
    sum: shownSum(z, biases[neuron], decimals),
    z,
    activation: activations?.[neuron] ?? 0,
    light: (activations?.[neuron] ?? 0) / brightest,
    decimals,
    palette,
  };
}

/**
 * @param {Facts} facts
 */
function showHeader({ layer, neuron, inputs, activation, light, palette }) {
  const host = /** @type {HTMLElement} */ (now.host);
  const names = layerNames((now.painted?.network.layers.length ?? 0) + 1);
  const name = t("Neuron {number} of {layer}", { number: neuron, layer: inWords(names[layer]) });
  write(find(host, "header b"), name);
  host.ariaLabel = name;
  const colour = palette.light[Math.round(Math.min(light, 1) * (palette.light.length - 1))];
  const disc = /** @type {HTMLElement} */ (find(host, ".glow i"));
  disc.style.background = colour;
  disc.style.boxShadow = light > 0.02 ? `0 0 ${14 * light}px ${colour}` : "";
  write(
    find(host, ".glow span"),
    inputs ? t("activation {number}", { number: activation.toFixed(4) }) : t("Draw a digit, and it gets numbers."),
  );
}

/**
 * Put the place over the diagram; it grows out of the neuron.
 * @param {Chart} chart
 * @param {Wanted} wanted
 */
function grow(chart, { neuron }) {
  now.isGrowing = true; // what is taken down has the diagram painted, which this follows
  takeDown();
  now.isGrowing = false;
  const place = chart.closest(".st-key-network");
  if (!place) return;
  place.insertAdjacentHTML("beforeend", HTML);
  const host = /** @type {HTMLElement} */ (place.lastElementChild);
  now.host = host;
  place.querySelector(".walk")?.toggleAttribute("inert", true);
  now.observer = new ResizeObserver(() => {
    now.view?.resize?.();
    now.painted = undefined;
    followView();
  });
  now.observer.observe(host);
  move(host, circles(chart, neuron), GROWING).then(() => {
    if (now.host === host) stageThat({ isCovered: true });
  });
}

/** Back into the neuron. */
function shrink() {
  const { host } = now;
  const chart = chartOf("network");
  if (!host?.isConnected || !chart) return takeDown();
  const neuron = /** @type {[string, number]} */ (JSON.parse(host.dataset.neuron ?? "[]"));
  Object.assign(now, { host: undefined, shown: "", painted: undefined });
  now.view?.leave?.();
  now.view = undefined;
  now.observer?.disconnect();
  stageThat({ isCovered: false });
  host.parentElement?.querySelector(".walk")?.toggleAttribute("inert", false);
  move(host, circles(chart, neuron).reverse(), GROWING).then(() => host.remove());
}

function takeDown() {
  now.view?.leave?.();
  now.observer?.disconnect();
  for (const host of document.querySelectorAll(".stage-view")) {
    host.parentElement?.querySelector(".walk")?.toggleAttribute("inert", false);
    host.remove();
  }
  Object.assign(now, { host: undefined, view: undefined, shown: "", painted: undefined });
  stageThat({ isCovered: false });
}

/**
 * @param {Chart} chart
 * @param {[string, number]} neuron
 * @returns {Keyframe[]} from the neuron to the whole place
 */
function circles(chart, [layer, neuron]) {
  const trace = /** @type {Diagram} */ (chart).data.find(({ name }) => name === layer);
  const [x, y] = trace?.marker ? pixelsIn(chart)(trace.x[neuron], trace.y[neuron]) : [0, 0];
  const { width, height } = chart._fullLayout;
  const whole = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
  return [(trace?.marker?.size ?? 0) / 2, whole].map((radius) => ({
    clipPath: `circle(${radius}px at ${x}px ${y}px)`,
  }));
}

/**
 * Show another view; what both have moves to its new place, the rest appears.
 * @param {Wanted} wanted
 * @param {Facts} facts
 */
function change({ view, neuron, palette, pick }, facts) {
  const host = /** @type {HTMLElement} */ (now.host);
  dress(host);
  host.style.setProperty("--positive", `rgb(${palette.positive})`);
  host.style.setProperty("--negative", `rgb(${palette.negative})`);
  const body = /** @type {HTMLElement} */ (find(host, ".body"));
  /** @type {(place: Element) => Map<string, DOMRect>} */
  const shared = (place) => {
    /** @type {NodeListOf<HTMLElement>} */
    const elements = place.querySelectorAll("[data-shared]");
    return new Map([...elements].map((element) => [element.dataset.shared ?? "", element.getBoundingClientRect()]));
  };
  const before = shared(body);
  now.view?.leave?.();
  body.replaceChildren();
  body.className = `body stage-${view}`;
  host.dataset.neuron = JSON.stringify(neuron);
  now.view = VIEWS[view](body, facts, pick);
  now.view.resize?.();
  now.view.show(facts);
  if (!before.size) return;
  for (const element of /** @type {HTMLCollectionOf<HTMLElement>} */ (body.children)) {
    if (!element.querySelector("[data-shared]")) move(element, [{ opacity: 0 }, { opacity: 1 }], CHANGING);
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll("[data-shared]"))) {
    const [from, to] = [before.get(element.dataset.shared ?? ""), element.getBoundingClientRect()];
    if (!from?.width || !to.width) {
      move(element, [{ opacity: 0 }, { opacity: 1 }], CHANGING);
      continue;
    }
    const transform = `translate(${from.left - to.left}px, ${from.top - to.top}px) scale(${from.width / to.width})`;
    move(
      element,
      [
        { transform, transformOrigin: "0 0" },
        { transform: "none", transformOrigin: "0 0" },
      ],
      CHANGING,
    );
  }
}
