// A neuron's weighted sum, written out with the reader's numbers: one term after the other is added.

import { t } from "../lib/language.js";
import { signed, termsOf } from "../lib/ledger.js";
import { isStill } from "../lib/motion.js";
import { find } from "../lib/required.js";
import { write } from "../lib/words.js";
import { layoutOf, outline, paintValues, placeOf, reachOf, signedColour, sizeCells } from "./cells.js";
import { originName } from "./names.js";
import { addedAt, durationOf } from "./pace.js";

/** @typedef {import("./view.js").Facts} Facts */

const LONGEST = 400; // ms: a frame that took longer counts as this long
const LINES = 5; // so many terms are to be seen
const HTML = `<figure data-shared="pushes"><div class="cells"><canvas role="img"></canvas><i hidden></i></div>
  <figcaption class="left-out"></figcaption></figure>
<div class="adding">
  <table aria-hidden="true"><tbody></tbody></table>
  <p class="running"><span></span><b></b></p>
  <div class="bar" aria-hidden="true"><i></i></div>
  <p class="whole"></p>
  <div class="controls"><button type="button"></button><button type="button"></button></div>
</div>`;

/** @type {import("./view.js").MakeView} */
export function sumView(place, first) {
  place.innerHTML = HTML;
  const canvas = find(place, "canvas");
  const [play, one] = place.querySelectorAll("button");
  const layout = layoutOf(first.weights.length, first.layer, true);
  const picture = { ...layout, isNumbered: false };
  sizeCells(/** @type {HTMLCanvasElement} */ (canvas), picture);
  const colour = signedColour(first.palette, reachOf(first.weights));
  const body = find(place, "tbody");
  for (let line = 0; line < LINES; line++) {
    body.insertAdjacentHTML("beforeend", "<tr><td></td><td></td><td></td><td></td></tr>");
  }
  /** @type {{ facts: Facts, terms: [number, number][], added: number, elapsed: number, frame: number, isOver: boolean }} */
  const now = { facts: first, terms: [], added: 0, elapsed: 0, frame: 0, isOver: false };

  const add = () => {
    const { facts, terms } = now;
    const added = now.isOver ? terms.length : Math.min(now.added, terms.length);
    now.isOver ||= terms.length > 0 && added === terms.length;
    showSum(place, facts, terms, added);
    paintAdded(/** @type {HTMLCanvasElement} */ (canvas), picture, facts, terms.slice(0, added), colour);
    const last = terms[added - 1];
    const ring = /** @type {HTMLElement} */ (find(place, ".cells i"));
    ring.hidden = !last || now.isOver;
    if (last) ring.style.cssText = placeOf(picture, last[0]);
    const words = now.isOver ? t("Again") : now.frame ? t("Pause") : added ? t("Go on") : t("Add up");
    write(play, words);
    write(one, t("One more"));
    for (const button of [play, one]) button.disabled = !terms.length;
  };
  const stop = () => {
    cancelAnimationFrame(now.frame);
    now.frame = 0;
  };
  const run = () => {
    let before = 0;
    /** @param {number} time */
    const step = (time) => {
      now.elapsed += before ? Math.min(time - before, LONGEST) : 0;
      before = time;
      const added = addedAt(now.elapsed, now.terms.length);
      now.frame = added < now.terms.length ? requestAnimationFrame(step) : 0;
      if (added === now.added && now.frame) return;
      now.added = added;
      add();
    };
    now.frame = requestAnimationFrame(step);
  };
  const begin = () => {
    Object.assign(now, { added: 0, elapsed: 0, isOver: false });
    if (isStill()) now.isOver = true;
    else run();
  };
  play.onclick = () => {
    if (now.frame) stop();
    else if (now.isOver) begin();
    else run();
    add();
  };
  one.onclick = () => {
    stop();
    if (now.isOver) Object.assign(now, { added: 0, isOver: false });
    now.added = Math.min(now.added + 1, now.terms.length);
    now.elapsed = durationOf(now.added, now.terms.length);
    add();
  };

  return {
    show(facts) {
      const wasEmpty = !now.terms.length;
      now.facts = facts;
      now.terms = facts.inputs ? termsOf(facts.weights, facts.inputs, facts.sum[0], facts.decimals) : [];
      place.classList.toggle("at-rest", !facts.inputs);
      if (!now.terms.length) {
        stop();
        Object.assign(now, { added: 0, elapsed: 0, isOver: false });
      } else if (wasEmpty) begin();
      add();
    },
    leave: stop,
  };
}

/**
 * @param {HTMLElement} place
 * @param {Facts} facts
 * @param {[number, number][]} terms where each comes from and what it adds
 * @param {number} added so many of them
 */
function showSum(place, { layer, weights, inputs, sum, decimals }, terms, added) {
  const rows = place.querySelectorAll("tr");
  const shown = terms.slice(Math.max(added - rows.length, 0), added);
  rows.forEach((row, line) => {
    const term = shown[line];
    const words =
      term && inputs
        ? [
            originName(layer, term[0]),
            signed(weights[term[0]], 4),
            `× ${inputs[term[0]].toFixed(4)}`,
            `= ${signed(term[1], decimals)}`,
          ]
        : ["\u00a0", "", "", ""];
    words.forEach((word, column) => write(row.cells[column], word));
    row.dataset.push = term && term[1] < 0 ? "down" : "up";
  });
  const [units, scale] = [terms.map(([, push]) => Math.round(push * 10 ** decimals)), 10 ** decimals];
  let [total, most, all] = [0, 1, 0];
  units.forEach((unit, at) => {
    all += unit;
    if (at < added) total += unit;
    most = Math.max(most, Math.abs(all));
  });
  const isOver = terms.length > 0 && added === terms.length;
  const running = find(place, ".running");
  write(
    running.children[0],
    terms.length ? t("{count} of {all} added", { count: added, all: terms.length }) : t("Nothing to add yet"),
  );
  write(running.children[1], signed(total / scale, decimals));
  const bar = /** @type {HTMLElement} */ (find(place, ".bar i"));
  const part = (50 * Math.abs(total)) / most;
  bar.style.cssText = `left: ${total < 0 ? 50 - part : 50}%; width: ${part}%`;
  bar.dataset.push = total < 0 ? "down" : "up";
  const numbers = { sum: signed(sum[0], decimals), bias: signed(sum[1], decimals), z: signed(sum[2], decimals) };
  const whole = isOver || (inputs && !terms.length);
  write(find(place, ".whole"), whole ? t("Σ {sum}, bias {bias}: together z = {z}", numbers) : "\u00a0");
  const zeros = weights.length - terms.length;
  let words = t("Draw a digit, and its numbers are added up here.");
  if (inputs) {
    words =
      layer === 1
        ? t("{count} of {all} pixels are 0: they add nothing.", { count: zeros, all: weights.length })
        : t("{count} of {all} neurons are 0: they add nothing.", { count: zeros, all: weights.length });
    if (!zeros) words = "\u00a0";
  }
  write(find(place, ".left-out"), words);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import("./cells.js").Layout} layout
 * @param {Facts} facts
 * @param {[number, number][]} terms that are added
 * @param {import("./cells.js").Colour} colour
 */
function paintAdded(canvas, layout, { layer, weights, inputs, sum, decimals }, terms, colour) {
  const values = new Float32Array(weights.length);
  for (const [origin] of terms) values[origin] = weights[origin] * (inputs?.[origin] ?? 0);
  paintValues(canvas, layout, values, colour, (value) => signed(value, 2));
  if (layer === 1 && inputs) outline(canvas, inputs);
  canvas.ariaLabel = t("What has been added: {count} pushes; all together give {sum}", {
    count: terms.length,
    sum: signed(sum[0], decimals),
  });
}
