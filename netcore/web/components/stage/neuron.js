// A neuron's weights as a picture over what it receives: weight × activation = push, for each of its inputs.

import { t } from "../lib/language.js";
import { signed } from "../lib/ledger.js";
import { find } from "../lib/required.js";
import { write } from "../lib/words.js";
import { layoutOf, lightColour, outline, paintValues, placeOf, reachOf, signedColour, sizeCells } from "./cells.js";
import { originName } from "./names.js";

/** @typedef {import("./view.js").Facts} Facts */

const NARROW = 560; // pixels

/** @type {Record<string, (cell: number, columns: number) => number>} */
const STEPS = {
  ArrowLeft: (cell) => cell - 1,
  ArrowRight: (cell) => cell + 1,
  ArrowUp: (cell, columns) => cell - columns,
  ArrowDown: (cell, columns) => cell + columns,
};
const HTML = `<div class="panels" role="application" tabindex="0">
  <figure><figcaption></figcaption><div class="cells"><canvas role="img"></canvas><i hidden></i></div></figure>
  <b aria-hidden="true">×</b>
  <figure data-shared="weights"><figcaption></figcaption><div class="cells"><canvas role="img"></canvas><i hidden></i></div></figure>
  <b aria-hidden="true">=</b>
  <figure data-shared="pushes"><figcaption></figcaption><div class="cells"><canvas role="img"></canvas><i hidden></i></div></figure>
</div>
<p class="pointed"></p>
<p class="scale"><span></span><i></i><span></span></p>`;

/** @type {import("./view.js").MakeView} */
export function neuronView(place, first, pick) {
  place.innerHTML = HTML;
  /** @type {HTMLElement} */
  const panels = find(place, ".panels");
  const canvases = panels.querySelectorAll("canvas");
  const rings = panels.querySelectorAll("i");
  /** @type {HTMLElement} */
  const pointed = find(place, ".pointed");
  const layout = layoutOf(first.weights.length, first.layer, place.clientWidth < NARROW);
  place.classList.toggle("rows", layout.isNumbered);
  for (const canvas of canvases) sizeCells(canvas, layout);
  const reach = reachOf(first.weights);
  /** @type {{ facts: Facts, cell: number | undefined }} */
  const now = { facts: first, cell: undefined };

  const tell = () => {
    const { facts, cell } = now;
    for (const ring of rings) {
      ring.hidden = cell === undefined;
      if (cell !== undefined) ring.style.cssText = placeOf(layout, cell);
    }
    write(pointed, cell === undefined ? hint(facts) : push(facts, cell));
  };
  /** @param {PointerEvent} event */
  const point = (event) => {
    const canvas = /** @type {Element} */ (event.target).closest(".cells")?.querySelector("canvas");
    if (!canvas) return;
    const box = canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * layout.columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * layout.rows);
    const cell = row * layout.columns + column;
    if (column < 0 || column >= layout.columns || !(cell in first.weights)) return;
    now.cell = cell;
    pointed.ariaLive = "off";
    tell();
  };
  const pickCell = () => {
    if (now.cell === undefined) return;
    pick(now.facts.layer === 1 ? `pixel/${now.cell}` : `${now.facts.before}/${now.cell}`);
  };
  panels.onpointermove = point;
  panels.onpointerdown = point;
  panels.onclick = ({ target }) => /** @type {Element} */ (target).closest(".cells") && pickCell();
  panels.onkeydown = (event) => {
    const isPick = event.key === "Enter" || event.key === " ";
    if ((!(event.key in STEPS) && !isPick) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys go on to the next step
    pointed.ariaLive = "polite";
    if (isPick) return pickCell();
    const middle = Math.floor(layout.rows / 2) * layout.columns + Math.floor(layout.columns / 2);
    const next = now.cell === undefined ? middle : STEPS[event.key](now.cell, layout.columns);
    if (next in first.weights) now.cell = next;
    tell();
  };
  panels.ariaLabel =
    first.layer === 1
      ? t("Pixels of this neuron: arrow keys go from one to the next, Enter picks one")
      : t("Inputs of this neuron: arrow keys go from one to the next, Enter picks one");
  const [low, high] = place.querySelectorAll(".scale span");
  write(low, t("down, {number}", { number: signed(-reach, 2) }));
  write(high, t("up, {number}", { number: signed(reach, 2) }));
  const colours = { signed: signedColour(first.palette, reach), light: lightColour(first.palette) };
  return {
    show(facts) {
      now.facts = facts;
      const { weights, inputs, layer } = facts;
      place.classList.toggle("at-rest", !inputs);
      paintValues(canvases[1], layout, weights, colours.signed, (value) => signed(value, 2));
      const captions = place.querySelectorAll("figcaption");
      write(captions[0], layer === 1 ? t("It receives: your drawing") : t("It receives: activations"));
      write(captions[1], t("Its weights"));
      write(captions[2], t("Pushes: up or down"));
      if (inputs) {
        const most = layer === 1 ? 1 : Math.max(1, ...inputs);
        paintValues(
          canvases[0],
          layout,
          inputs,
          (value) => colours.light(value / most),
          (value) => value.toFixed(2),
        );
        const pushes = weights.map((weight, at) => weight * inputs[at]);
        paintValues(canvases[2], layout, pushes, colours.signed, (value) => signed(value, 2));
        if (layer === 1) {
          outline(canvases[1], inputs);
          outline(canvases[2], inputs);
        }
        const [up, down] = [pushes.filter((value) => value > 0), pushes.filter((value) => value < 0)];
        canvases[0].ariaLabel = t("What it receives: {count} of {all} are not 0", {
          count: inputs.filter((value) => value).length,
          all: inputs.length,
        });
        canvases[2].ariaLabel = t("Pushes: {up} up, {down} down, {sum} together", {
          up: up.length,
          down: down.length,
          sum: signed(facts.sum[0], facts.decimals),
        });
      }
      canvases[1].ariaLabel = t("Its weights: {up} above 0, {down} below", {
        up: weights.filter((value) => value > 0).length,
        down: weights.filter((value) => value < 0).length,
      });
      tell();
    },
  };
}

/**
 * @param {Facts} facts
 * @returns {string} what to do
 */
function hint({ inputs, layer }) {
  if (!inputs) return t("Draw a digit: then you see what its weights make of it.");
  return layer === 1
    ? t("Point at a pixel to see its numbers: weight × activation = push.")
    : t("Point at a neuron to see its numbers: weight × activation = push.");
}

/**
 * @param {Facts} facts
 * @param {number} cell
 * @returns {string} its numbers
 */
function push({ weights, inputs, layer, decimals }, cell) {
  const name = originName(layer, cell);
  const weight = signed(weights[cell], 4);
  if (!inputs) return t("{name}: weight {weight}", { name, weight });
  return t("{name}: weight {weight} × activation {activation} = push {push}", {
    name,
    weight,
    activation: inputs[cell].toFixed(4),
    push: signed(weights[cell] * inputs[cell], decimals),
  });
}
