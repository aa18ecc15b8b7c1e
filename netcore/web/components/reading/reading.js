// What the browser does when the server has read a drawing: it shows the 28 × 28 picture and the answer, and puts the
// new numbers into the charts that are already on the page. live.js does so, too.

import { appear } from "../lib/appear.js";
import { SIDE } from "../lib/cells.js";
import { chartOf, paint } from "../lib/figures.js";
import { drawn, floats, split } from "../lib/floats.js";
import { preferDark, reportGround } from "../lib/ground.js";
import { translate } from "../lib/language.js";
import { latest, message, receive, release } from "../lib/message.js";
import { report } from "../lib/report.js";
import { find } from "../lib/required.js";
import { keep, sayWhatIsKept } from "../lib/store.js";
import { write } from "../lib/words.js";
import { takeOver, watchNewCanvases } from "./canvas.js";
import { hearClicks } from "./click.js";
import { cover } from "./curtain.js";
import { diagram, paintDiagram, repaintDiagram, stopPainting } from "./diagram.js";
import { keepFocus } from "./focus.js";
import { lightOf, rim } from "./glow.js";
import { isHonest } from "./honesty.js";
import { hearKeys } from "./keys.js";
import { followPen, hearServer, isCurrent, leavePage, networkOnScreen, whenCurrent } from "./live.js";
import { showMarks } from "./marks.js";
import { hearPaste } from "./paste.js";
import { reportRoom } from "./room.js";
import { showAnswer, showParts, showPicture } from "./show.js";
import { showSteps } from "./steps.js";
import { showTraining } from "./training.js";

/** @typedef {import("../lib/message.js").ReadingMessage} ReadingMessage */
/** @typedef {import("../lib/network.js").Network} Network */
/** @typedef {import("../lib/network.js").Trace} Trace */
/**
 * @typedef {Omit<ReadingMessage, "pixels"> & { pixels: Float32Array | null, trace: Trace | null }} ServerAnswer a
 *   message with its numbers unpacked; null without ink
 */
/** @typedef {Chart & { netcoreRows?: number[][] }} Heatmaps netcoreRows: 28 × 28 pixels, for the hover text */

const WEIGHTS_PATIENCE = 2000; // ms after which the server draws what can't be painted without the weights

let hasWarned = false;

watchNewCanvases();

/**
 * @param {Mounted<ReadingMessage>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function reading({ data, parentElement, setStateValue, setTriggerValue }) {
  /** @type {(what: string) => void} */
  const pick = (what) => setTriggerValue("picked", what);
  receive(data, pick, (address) => setTriggerValue("pasted", address));
  translate(parentElement);
  setUpOnce();
  // No trigger: it would take the place of a click that the server hasn't heard yet.
  keep(data.kept, (parts) => report(parentElement, () => setStateValue("wanted", { parts, time: Date.now() })));
  sayWhatIsKept();
  if (!isHonest() && !data.isBlind) report(parentElement, () => setStateValue("blind", true));
  reportGround(data, parentElement, setStateValue);
  reportRoom(data, parentElement, setStateValue);
  const isOver = () => data !== message.latest;
  takeOver(isOver).catch((error) => console.warn("netcore: the canvas keeps its own toolbar.", error));
  /** @type {(error: unknown) => void} */
  const buildAnew = (error) => {
    if (!hasWarned) console.warn("netcore: the charts are built anew instead of repainted.", error);
    hasWarned = true;
    stopPainting();
    report(parentElement, () => setTriggerValue("failed", true));
  };
  for (const [key, figure] of Object.entries(data.figures)) {
    paint(key, figure, data).catch(buildAnew);
  }
  if (data.training) showTraining(data.training, data, WEIGHTS_PATIENCE).catch(buildAnew);
  hearServer(parentElement);
  const trace = traceOf(data);
  const answer = { ...data, pixels: trace ? trace.activations[0] : null, trace };
  whenCurrent(answer, () => showReading(parentElement, answer, data, buildAnew));
  return () => {
    if (release(pick)) leavePage();
  };
}

/** What stays when the component is gone, for all pages. */
function setUpOnce() {
  if (window.netcoreIsSetUp) return;
  window.netcoreIsSetUp = true;
  preferDark();
  followPen();
  hearPaste();
  hearKeys();
  keepFocus();
  letKeysMove();
}

/**
 * @param {ReadingMessage} data
 * @returns {Trace | null} null without ink
 */
function traceOf({ pixels, activations, weightedSums, rules }) {
  if (!pixels || !activations || !weightedSums || !rules) return null;
  const sizes = rules.layers.map(({ neurons }) => neurons);
  return {
    activations: [drawn(pixels, SIDE * SIDE), ...split(floats(activations), sizes)],
    weightedSums: split(floats(weightedSums), sizes),
  };
}

/**
 * @param {HTMLElement} parent
 * @param {ServerAnswer} answer
 * @param {ReadingMessage} data it as it came
 * @param {(error: unknown) => void} buildAnew has the server draw the charts
 */
function showReading(parent, answer, data, buildAnew) {
  showPicture(parent, answer);
  showAnswer(find(parent, "#prediction"), answer);
  showParts(parent, answer);
  cover(parent, answer.kind, repaintDiagram);
  showMarks(answer);
  if (answer.steps) {
    showSteps(answer.steps, answer, data).catch((error) => {
      console.warn("netcore: the steps of the preprocessing are not shown.", error);
    });
  }
  if (answer.meta) showInCharts(answer, data).catch(buildAnew);
}

/**
 * Put the server's numbers into the diagram and, on the Draw page, the heatmaps.
 * @param {ServerAnswer} answer
 * @param {ReadingMessage} data it as it came
 */
async function showInCharts(answer, data) {
  const isOver = () => data !== message.latest;
  const charts = () => (answer.isDrawPage ? [diagram(), chartOf("weights")] : [diagram()]);
  const isReady = () => window.Plotly && charts().every((chart) => shows(chart, answer.meta));
  await appear(isReady, isOver);
  const laidOut = diagram();
  if (laidOut) hearClicks(laidOut); // it can be clicked before there is anything in it
  const known = await appear(networkOnScreen, isOver, WEIGHTS_PATIENCE);
  const [chart, heatmaps] = [diagram(), chartOf("weights")];
  if (!known || !chart || !answer.biases || !isCurrent(answer)) return;
  const network = withBiases(known, floats(answer.biases));
  paintDiagram(network, answer.trace, { isLive: false, focus: answer.focus });
  if (answer.isDrawPage && heatmaps) lightFrames(heatmaps, answer);
}

/**
 * While a network learns, the browser has an older state of it than the answer is of.
 * @param {Network} network
 * @param {Float32Array} biases of all its layers
 * @returns {Network}
 */
function withBiases({ layers }, biases) {
  const parts = split(
    biases,
    layers.map((layer) => layer.biases.length),
  );
  return { layers: layers.map((layer, number) => ({ ...layer, biases: parts[number] })) };
}

/**
 * Plotly would draw all the heatmaps again to change their frames. The layout is changed for the next time that it does,
 * and what is on the page by hand.
 * @param {Heatmaps} heatmaps
 * @param {ServerAnswer} answer
 */
function lightFrames(heatmaps, { pixels, trace }) {
  const activations = trace?.activations[1];
  const lights = lightOf(activations);
  const { shapes, annotations } = heatmaps.layout;
  /** @type {(element: Element) => number} */
  const indexOf = (element) => Number(element.closest("[data-index]")?.getAttribute("data-index"));
  /** @type {(part: string) => SVGElement[]} */
  const drawn = (part) => {
    /** @type {NodeListOf<SVGElement>} */
    const elements = heatmaps.querySelectorAll(part);
    return [...elements].sort((one, other) => indexOf(one) - indexOf(other));
  };
  const [frames, titles] = [drawn(".shapelayer path[data-index]"), drawn(".annotation text")];
  shapes.forEach(({ line }, neuron) => {
    line.color = activations ? rim(lights[neuron]) : latest().rules.faint;
    frames[neuron].style.stroke = line.color;
  });
  annotations.forEach((title, neuron) => {
    const [name] = title.text.split(" · ");
    title.text = activations ? `${name} · ${activations[neuron].toFixed(2)}` : name;
    write(titles[neuron], title.text);
  });
  if (!heatmaps.netcoreRows) heatmaps.on("plotly_afterplot", () => lay(heatmaps));
  heatmaps.netcoreRows = Array.from({ length: SIDE }, (_, row) =>
    Array.from(pixels?.subarray(row * SIDE, (row + 1) * SIDE) ?? Array(SIDE).fill(0)),
  );
  lay(heatmaps);
}

/** Where the heatmaps may be wider than their place, keys move them, too, from the moment that they are on the page. */
function letKeysMove() {
  const look = () => {
    for (const place of document.querySelectorAll(".st-key-weights:not([tabindex])"))
      place.setAttribute("tabindex", "0");
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  look();
}

/**
 * The hover text reads these numbers when it is shown; when the chart is drawn anew, it has none.
 * @param {Heatmaps} heatmaps
 */
function lay(heatmaps) {
  const customdata = heatmaps.netcoreRows;
  for (const heatmap of [...heatmaps.data, ...heatmaps._fullData]) Object.assign(heatmap, { customdata });
}

/**
 * Whether a chart is drawn and the one that is meant: when a page opens or another network is chosen, charts come a
 * little later than this component.
 * @param {Element & { layout: ChartLayout } | null} chart
 * @param {string | null} meta of its layout
 * @returns {boolean}
 */
function shows(chart, meta) {
  return chart !== null && chart.layout?.meta === meta && chart.querySelector(".shapelayer path") !== null;
}
