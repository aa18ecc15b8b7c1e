// What the browser does when a drawing has been read: it shows the 28 × 28 picture and the answer,
// and puts the new numbers into the charts that are already on the page. It computes nothing.

const SIDE = 28;
const IDLE_CAPTION = "What the network receives: 28 × 28 numbers";

export default function stage({ data, parentElement, setStateValue }) {
  preferDark();
  hideCanvasToolbar();
  const ground = isDark(getComputedStyle(document.querySelector(".stApp")).backgroundColor) ? "dark" : "light";
  if (ground !== data.ground) setStateValue("ground", ground);
  showPicture(parentElement, data);
  showAnswer(parentElement.querySelector("#prediction"), data);
  repaint(data.charts, data.pixels).catch((error) => {
    console.warn("netcore: the charts are built anew instead of repainted.", error);
    setStateValue("failed", true);
  });
}

// Streamlit follows the system's theme. Ours is dark unless a person chooses light in the menu:
// let the question for the system's theme be answered "dark", and have Streamlit ask it again.
function preferDark() {
  if (window.netcorePrefersDark) return;
  window.netcorePrefersDark = true;
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => ask(query.includes("prefers-color-scheme: dark") ? "all" : query);
  window.dispatchEvent(new Event("afterprint"));
}

// The canvas brings a toolbar that appears above it on hover and lies on it, unseen, for touch.
// The page has buttons of its own.
function hideCanvasToolbar() {
  const host = [...document.querySelectorAll(".st-key-canvas *")].find((element) => element.shadowRoot);
  if (!host || host.shadowRoot.adoptedStyleSheets.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".dc-toolbar { display: none !important }");
  host.shadowRoot.adoptedStyleSheets = [sheet];
}

function isDark(colour) {
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return red + green + blue < 3 * 128;
}

function showPicture(parent, { pixels, light }) {
  const canvas = parent.querySelector("canvas");
  const caption = parent.querySelector("figcaption");
  const context = canvas.getContext("2d");
  const levels = light.length - 1;
  for (let i = 0; i < SIDE * SIDE; i++) {
    context.fillStyle = light[pixels ? Math.round(pixels[i] * levels) : 0];
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  }
  const lit = pixels ? pixels.filter((pixel) => pixel > 0.5).length : 0;
  canvas.ariaLabel = pixels
    ? `What the network receives: 28 × 28 numbers from 0 to 1, ${lit} of them above one half`
    : "What the network receives: nothing yet";
  canvas.onpointermove = (event) => {
    const row = Math.min(SIDE - 1, Math.max(0, Math.floor((event.offsetY / canvas.clientHeight) * SIDE)));
    const column = Math.min(SIDE - 1, Math.max(0, Math.floor((event.offsetX / canvas.clientWidth) * SIDE)));
    const pixel = pixels ? pixels[row * SIDE + column] : 0;
    caption.textContent = `row ${row}, column ${column}: ${pixel.toFixed(4)}`;
  };
  canvas.onpointerleave = () => (caption.textContent = IDLE_CAPTION);
}

function showAnswer(output, { digit, confidence, network, words }) {
  Object.assign(output.dataset, { digit, confidence, network });
  output.querySelector(".digit").textContent = digit;
  output.querySelector(".words").textContent = words;
}

async function repaint({ network, weights }, pixels) {
  const diagram = await chartOf("network");
  network.data.forEach((trace, index) => Object.assign(diagram.data[index], trace));
  Object.assign(diagram.layout, network.layout);
  await window.Plotly.react(diagram, diagram.data, diagram.layout);
  lightFrames(await chartOf("weights"), weights.layout, pixels);
}

// Plotly would draw all sixteen heatmaps again to change their frames. The layout is changed for
// the next time that it does, and what is on the page by hand.
function lightFrames(chart, { shapes, annotations }, pixels) {
  shapes.forEach((shape, i) => {
    chart.layout.shapes[i].line.color = shape.line.color;
    chart.querySelector(`.shapelayer path[data-index="${i}"]`).style.stroke = shape.line.color;
  });
  annotations.forEach(({ text }, i) => {
    chart.layout.annotations[i].text = text;
    chart.querySelector(`.annotation[data-index="${i}"] text`).textContent = text;
  });
  // The hover text reads these arrays when it is shown.
  for (const { customdata } of chart.data) {
    customdata.forEach((row, y) => row.forEach((_, x) => (row[x] = pixels ? pixels[y * SIDE + x] : 0)));
  }
}

// On a person's first visit the charts appear a little later than this component.
async function chartOf(key) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`);
    if (window.Plotly && chart?.data) return chart;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no chart ${key}`);
}
