// Shows the digit that is pointed at in a chart; one that was clicked is held.

import { appear } from "../lib/appear.js";

export default function magnifier({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".magnifier");
  const button = root.querySelector("button");
  root.data = data;
  button.onclick = () => setTriggerValue("wanted", { number: root.held.number });
  if (root.sheet?.src !== data.url) {
    root.sheet = new Image();
    root.sheet.src = data.url;
  }
  const drawn = () => document.querySelector(`.st-key-${data.chart} .js-plotly-plot .main-svg`);
  appear(() => root.data !== data || drawn()).then(() => {
    if (root.data === data) watch(drawn().closest(".js-plotly-plot"), root);
  });
}

function watch(chart, root) {
  if (chart.netcoreMagnifier === root) return;
  chart.netcoreMagnifier = root;
  const pointed = ({ points: [{ pointNumber, customdata }] }) => ({ number: pointNumber, words: customdata });
  chart.on("plotly_hover", (event) => show(root, pointed(event)));
  chart.on("plotly_unhover", () => root.held && show(root, root.held));
  chart.on("plotly_click", (event) => {
    root.held = pointed(event);
    root.querySelector("button").disabled = false;
    show(root, root.held);
  });
}

async function show(root, { number, words }) {
  const { columns, side } = root.data;
  const canvas = root.querySelector("canvas");
  const line = root.querySelector("p");
  line.innerHTML = words; // made by the server of digits and numbers
  canvas.ariaLabel = line.textContent;
  await root.sheet.decode();
  const place = [(number % columns) * side, Math.floor(number / columns) * side, side, side];
  canvas.getContext("2d").drawImage(root.sheet, ...place, 0, 0, side, side);
}
