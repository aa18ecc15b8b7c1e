// What the browser does when the server has read a drawing: it shows the 28 × 28 picture and the answer, and puts the
// new numbers into the charts that are already on the page. live.js does so, too.

import { appear } from "../lib/appear.js";
import { SIDE } from "../lib/cells.js";
import { hear, paint } from "../lib/figures.js";
import { drawn, floats, split } from "../lib/floats.js";
import { preferDark, reportGround } from "../lib/ground.js";
import { message } from "../lib/message.js";
import { write } from "../lib/words.js";
import { takeOver, watchNewCanvases } from "./canvas.js";
import { diagram, paintDiagram, stopPainting } from "./diagram.js";
import { lightOf, rim } from "./glow.js";
import { isHonest } from "./honesty.js";
import { followPen, hearServer, isCurrent, networkOnScreen, whenCurrent } from "./live.js";
import { showMarks } from "./marks.js";
import { hearPaste } from "./paste.js";
import { showAnswer, showParts, showPicture } from "./show.js";
import { showSteps } from "./steps.js";
import { showTraining } from "./training.js";

const WEIGHTS_PATIENCE = 2000; // ms after which the server draws what can't be painted without the weights

let hasWarned = false;

watchNewCanvases();

export default function reading({ data, parentElement, setStateValue, setTriggerValue }) {
  message.latest = data;
  message.pick = (what) => setTriggerValue("picked", what);
  message.paste = (address) => setTriggerValue("pasted", address);
  setUpOnce();
  if (!isHonest() && !data.isBlind) setStateValue("blind", true);
  reportGround(data, parentElement, setStateValue);
  takeOver().catch((error) => console.warn("netcore: the canvas keeps its own toolbar.", error));
  const buildAnew = (error) => {
    if (!hasWarned) console.warn("netcore: the charts are built anew instead of repainted.", error);
    hasWarned = true;
    stopPainting();
    setTriggerValue("failed", true);
  };
  for (const [key, figure] of Object.entries(data.figures)) {
    paint(key, figure, data).catch(buildAnew);
  }
  if (data.training) showTraining(data, WEIGHTS_PATIENCE).catch(buildAnew);
  hearServer(parentElement);
  const answer = { ...data, pixels: drawn(data.pixels, SIDE * SIDE), trace: traceOf(data) };
  whenCurrent(answer, () => showReading(parentElement, answer, data, buildAnew));
}

function setUpOnce() {
  if (window.netcoreIsSetUp) return;
  window.netcoreIsSetUp = true;
  preferDark();
  followPen();
  hearPaste();
}

function traceOf({ pixels, activations, weightedSums, rules }) {
  if (pixels === null) return null;
  const sizes = rules.layers.map(({ neurons }) => neurons);
  return {
    activations: [drawn(pixels, SIDE * SIDE), ...split(floats(activations), sizes)],
    weightedSums: split(floats(weightedSums), sizes),
  };
}

function showReading(parent, answer, data, buildAnew) {
  showPicture(parent, answer);
  showAnswer(parent.querySelector("#prediction"), answer);
  showParts(parent, answer);
  showMarks(answer);
  if (answer.steps) {
    showSteps(answer, data).catch((error) => {
      console.warn("netcore: the steps of the preprocessing are not shown.", error);
    });
  }
  if (answer.meta) showInCharts(answer, data).catch(buildAnew);
}

// Puts the server's numbers into the diagram and, on the Draw page, the heatmaps.
async function showInCharts(answer, data) {
  const heatmaps = () => /** @type {any} */ (document.querySelector(".st-key-weights .js-plotly-plot"));
  const charts = () => (answer.steps ? [diagram(), heatmaps()] : [diagram()]);
  const isReady = () => window.Plotly && charts().every((chart) => shows(chart, answer.meta));
  await appear(() => data !== message.latest || isReady());
  await appear(() => data !== message.latest || networkOnScreen(), WEIGHTS_PATIENCE);
  if (data !== message.latest || !isCurrent(answer)) return;
  hear(diagram(), "network");
  const network = withBiases(networkOnScreen(), floats(answer.biases));
  paintDiagram(network, answer.trace, { isLive: false, focus: answer.focus });
  if (answer.steps) lightFrames(heatmaps(), answer);
}

// While a network learns, the browser has an older state of it than the answer is of.
function withBiases({ layers }, biases) {
  const parts = split(
    biases,
    layers.map((layer) => layer.biases.length),
  );
  return { layers: layers.map((layer, number) => ({ ...layer, biases: parts[number] })) };
}

// Plotly would draw all the heatmaps again to change their frames. The layout is changed for the
// next time that it does, and what is on the page by hand.
function lightFrames(heatmaps, { pixels, trace }) {
  const activations = trace?.activations[1];
  const lights = lightOf(activations);
  const { shapes, annotations } = heatmaps.layout;
  const drawn = (part) => [...heatmaps.querySelectorAll(part)].sort((one, other) => indexOf(one) - indexOf(other));
  const indexOf = (element) => Number(element.closest("[data-index]").dataset.index);
  const [frames, titles] = [drawn(".shapelayer path[data-index]"), drawn(".annotation text")];
  shapes.forEach(({ line }, neuron) => {
    line.color = activations ? rim(lights[neuron]) : message.latest.rules.faint;
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

// The hover text reads these numbers when it is shown; when the chart is drawn anew, it has none.
function lay(heatmaps) {
  for (const heatmap of [...heatmaps.data, ...heatmaps._fullData]) heatmap.customdata = heatmaps.netcoreRows;
}

// Whether a chart is drawn and the one that is meant: when a page opens or another network is
// chosen, charts come a little later than this component.
function shows(chart, meta) {
  return chart?.layout?.meta === meta && chart.querySelector(".shapelayer path");
}
