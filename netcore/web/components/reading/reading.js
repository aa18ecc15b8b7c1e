// What the browser does when the server has read a drawing: it shows the 28 × 28 picture and the answer,
// and puts the new numbers into the charts that are already on the page. live.js does so, too.

const SIDE = 28;
const CAPTION = "What the network receives: 28 × 28 numbers";

let latest; // what the server sent last; older paintings that are still waiting give up
let pick; // tells the server what was clicked

export default function reading({ data, parentElement, setStateValue, setTriggerValue }) {
  latest = data;
  pick = (what) => setTriggerValue("picked", what);
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

// The canvas waits 200 ms after the pen went up before it sends the drawing; its toolbar's first
// button, "Update the app with this drawing", doesn't. Nothing is lost if there is no such button.
function sendDrawing() {
  canvasRoot()?.querySelector('[aria-label^="Update the app"]')?.click();
}

function canvasRoot() {
  return [...document.querySelectorAll(".st-key-canvas *")].find((element) => element.shadowRoot)?.shadowRoot;
}

// The canvas brings a toolbar that appears above it on hover and lies on it, unseen, for touch.
// The page has buttons of its own.
async function hideCanvasToolbar() {
  const shadowRoot = await appear(canvasRoot);
  if (shadowRoot.adoptedStyleSheets.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".dc-toolbar { display: none !important }");
  shadowRoot.adoptedStyleSheets = [sheet];
}

function showPicture(parent, { pixels, light }) {
  const canvas = parent.querySelector("canvas");
  const caption = parent.querySelector("figcaption");
  const valueAt = (row, column) => (pixels ? pixels[row * SIDE + column] : 0);
  paintCells(canvas, pixels ?? Array(SIDE * SIDE).fill(0), light);
  const bright = pixels ? pixels.filter((pixel) => pixel > 0.5).length : 0;
  canvas.ariaLabel = `${CAPTION}, ${pixels ? `${bright} of them above one half` : "all 0 yet"}`;
  canvas.onpointermove = ({ offsetX, offsetY }) => {
    const cell = (offset, length) => Math.min(Math.max(Math.floor((offset / length) * SIDE), 0), SIDE - 1);
    const row = cell(offsetY, canvas.clientHeight);
    const column = cell(offsetX, canvas.clientWidth);
    caption.textContent = `row ${row}, column ${column}: ${valueAt(row, column).toFixed(4)}`;
  };
  canvas.onpointerleave = () => (caption.textContent = CAPTION);
}

function showAnswer(output, { kind, digit, confidence, network, words }) {
  Object.assign(output.dataset, { kind, digit, confidence, network });
  output.querySelector(".digit").textContent = digit;
  const said = output.querySelector(".words");
  if (said.textContent !== words) said.textContent = words; // what changes is announced
}

async function repaint(data) {
  const { meta, network, weights } = data.charts;
  const [diagram, heatmaps] = await appear(() => {
    const charts = ["network", "weights"].map((key) => document.querySelector(`.st-key-${key} .js-plotly-plot`));
    return data !== latest || (window.Plotly && charts.every((chart) => shows(chart, meta))) ? charts : undefined;
  });
  if (data !== latest) return;
  hear(diagram, "network");
  network.data.forEach((trace, index) => Object.assign(diagram.data[index], trace));
  Object.assign(diagram.layout, network.layout);
  diagram.netcoreIsLive = false;
  await window.Plotly.react(diagram, diagram.data, diagram.layout);
  if (data === latest) lightFrames(heatmaps, weights.layout, data.pixels);
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
