// What the browser does when the server has read a drawing: it shows the 28 × 28 picture and the answer,
// and puts the new numbers into the charts that are already on the page. live.js does so, too.

import { appear } from "../lib/appear.js";
import { SIDE } from "../lib/cells.js";
import { hear, paint } from "../lib/figures.js";
import { preferDark, reportGround } from "../lib/ground.js";
import { message } from "../lib/message.js";
import { hideCanvasToolbar } from "./canvas.js";
import { followPen, hearServer, whenCurrent } from "./live.js";
import { showAnswer, showPicture } from "./show.js";
import { showSteps } from "./steps.js";

export default function reading({ data, parentElement, setStateValue, setTriggerValue }) {
  message.latest = data;
  message.pick = (what) => setTriggerValue("picked", what);
  setUpOnce();
  setTimeout(() => reportGround(data, setStateValue), 100); // Streamlit puts on another theme meanwhile
  hideCanvasToolbar().catch((error) => console.warn("netcore: the canvas keeps its own toolbar.", error));
  const buildAnew = (error) => {
    console.warn("netcore: the charts are built anew instead of repainted.", error);
    setTriggerValue("failed", true);
  };
  for (const [key, figure] of Object.entries(data.figures)) {
    if (key !== "network") paint(key, figure, data).catch(buildAnew);
  }
  hearServer(parentElement);
  whenCurrent(data, () => showReading(parentElement, data, buildAnew));
}

function showReading(parent, data, buildAnew) {
  showPicture(parent, data);
  showAnswer(parent.querySelector("#prediction"), data);
  if (data.steps) {
    showSteps(data).catch((error) => console.warn("netcore: the steps of the preprocessing are not shown.", error));
  }
  if (data.charts) repaint(data).catch(buildAnew);
  else if (data.figures.network) paint("network", data.figures.network, data).catch(buildAnew);
}

function setUpOnce() {
  if (window.netcoreIsSetUp) return;
  window.netcoreIsSetUp = true;
  preferDark();
  followPen();
}

async function repaint(data) {
  const { meta, network, weights } = data.charts;
  const [diagram, heatmaps] = await appear(() => {
    const charts = ["network", "weights"].map((key) => document.querySelector(`.st-key-${key} .js-plotly-plot`));
    return data !== message.latest || (window.Plotly && charts.every((chart) => shows(chart, meta)))
      ? charts
      : undefined;
  });
  if (data !== message.latest) return;
  hear(diagram, "network");
  network.data.forEach((trace, index) => Object.assign(diagram.data[index], trace));
  Object.assign(diagram.layout, network.layout);
  diagram.netcoreIsLive = false;
  await window.Plotly.react(diagram, diagram.data, diagram.layout);
  if (data === message.latest) lightFrames(heatmaps, weights.layout, data.pixels);
}

// Plotly would draw all the heatmaps again to change their frames. The layout is changed for the
// next time that it does, and what is on the page by hand.
function lightFrames(heatmaps, { shapes, annotations }, pixels) {
  shapes.forEach(({ line }, index) => {
    heatmaps.layout.shapes[index].line.color = line.color;
    heatmaps.querySelector(`.shapelayer path[data-index="${index}"]`).style.stroke = line.color;
  });
  annotations.forEach(({ text }, index) => {
    heatmaps.layout.annotations[index].text = text;
    heatmaps.querySelector(`.annotation[data-index="${index}"] text`).textContent = text;
  });
  // The hover text reads these arrays when it is shown.
  for (const { customdata } of heatmaps.data) {
    customdata.forEach((values, row) =>
      values.forEach((_, column) => (values[column] = pixels ? pixels[row * SIDE + column] : 0)),
    );
  }
}

// Whether a chart is drawn and the one that is meant: when a page opens or another network is
// chosen, charts come a little later than this component.
function shows(chart, meta) {
  return chart?.layout?.meta === meta && chart.querySelector(".shapelayer path");
}
