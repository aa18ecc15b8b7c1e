// A neuron on a bench: its weight and its bias are turned, and sum, curve and light move at once. The server hears of it
// when the slider is let go.

import { ACTIVATION_FUNCTIONS } from "../lib/network.js";
import { find } from "../lib/required.js";

const [WIDTH, HEIGHT] = [300, 120]; // of the curve, in its own pixels
const NEAREST_END = 8; // the curve is drawn so far to both sides of zero at least
const PIECES = 120; // of the curve
const STOPS = 200; // of a slider, on either side of zero
const FIELD = 28; // pixels on a side of the picture

/**
 * @typedef {object} Neuron what the server says, see bench.py: rounded numbers
 * @property {string} target which neuron for which drawing
 * @property {number} source
 * @property {number} weight
 * @property {number} input
 * @property {number} others
 * @property {number} bias
 * @property {{ weight: number, bias: number }} ends how far the sliders go to both sides
 * @property {number} decimals
 * @property {{ name: string, title: string }[]} functions
 * @property {string} picture its address
 * @property {string[]} light colours from dark to bright
 * @property {Record<string, string>} words
 */
/** @typedef {{ weight: number, bias: number }} Turned */
/** @typedef {HTMLElement & { turned?: Turned, target?: string }} Root turned: where the sliders stand */

/** @param {Mounted<Neuron>} mounted */
export default function bench({ data, parentElement, setTriggerValue }) {
  /** @type {Root} */
  const root = find(parentElement, ".bench");
  const trained = { weight: data.weight, bias: data.bias };
  if (root.target !== data.target || !root.turned) Object.assign(root, { target: data.target, turned: { ...trained } });
  const turned = /** @type {Turned} */ (root.turned);
  const { words } = data;

  /** @type {HTMLImageElement} */
  const picture = find(root, "img");
  Object.assign(picture, { src: data.picture, alt: words.picture });
  const ring = /** @type {HTMLElement} */ (find(root, "figure i"));
  ring.style.left = `${(100 * ((data.source % FIELD) + 0.5)) / FIELD}%`;
  ring.style.top = `${(100 * (Math.floor(data.source / FIELD) + 0.5)) / FIELD}%`;
  find(root, "span.input").textContent = words.input;
  find(root, "span.others").textContent = words.others;
  find(root, ".sum b").textContent = words.sum;
  for (const name of /** @type {const} */ (["weight", "bias"])) {
    find(root, `label.${name} span`).textContent = words[name];
    const slider = /** @type {HTMLInputElement} */ (find(root, `label.${name} input`));
    const end = data.ends[name];
    Object.assign(slider, { min: -end, max: end, step: end / STOPS, disabled: false, value: `${turned[name]}` });
    slider.oninput = () => {
      turned[name] = Number(slider.valueAsNumber.toFixed(data.decimals));
      show();
    };
    slider.onchange = tell;
  }
  /** @type {HTMLButtonElement} */
  const button = find(root, "button");
  button.textContent = words.again;
  button.onclick = () => {
    Object.assign(turned, trained);
    for (const name of /** @type {const} */ (["weight", "bias"])) {
      /** @type {HTMLInputElement} */ (find(root, `label.${name} input`)).value = `${turned[name]}`;
    }
    show();
    tell();
  };
  const curves = data.functions.map(({ name, title }) => curve(ACTIVATION_FUNCTIONS[name], title, data.light));
  find(root, ".curves").replaceChildren(...curves.map(({ element }) => element));
  show();

  function tell() {
    setTriggerValue("turned", { ...turned, target: data.target });
  }

  function show() {
    const { vote, z } = summed(data, turned);
    const shown = { weight: turned.weight, vote, others: data.others, bias: turned.bias, sum: z };
    for (const [name, value] of Object.entries(shown)) {
      find(root, `output.${name}`).textContent = signed(value, data.decimals);
    }
    const lit = curves.map((one) => one.show(z)).join("; ");
    const said = `${signed(z, data.decimals)}; ${lit}`;
    for (const slider of root.querySelectorAll("input")) {
      slider.ariaValueText = `${signed(slider.valueAsNumber, data.decimals)}; ${words.sum} ${said}`;
    }
    button.disabled = turned.weight === trained.weight && turned.bias === trained.bias;
  }
}

/**
 * What is shown adds up to the last digit.
 * @param {Pick<Neuron, "input" | "others" | "decimals">} neuron
 * @param {Turned} turned
 * @returns {{ vote: number, z: number }}
 */
export function summed({ input, others, decimals }, { weight, bias }) {
  const units = 10 ** decimals;
  const vote = Math.round(weight * input * units);
  const z = vote + Math.round(others * units) + Math.round(bias * units);
  return { vote: vote / units, z: z / units };
}

/**
 * A number with its sign, as people write it.
 * @param {number} value
 * @param {number} decimals
 * @returns {string}
 */
function signed(value, decimals) {
  const number = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return `${value < 0 ? "\u2212" : "+"}${number}`;
}

/**
 * The curve of an activation function, the point on it, and the neuron's light.
 * @param {(z: Float64Array) => Float64Array} values
 * @param {string} title
 * @param {string[]} light
 * @returns {{ element: HTMLElement, show(z: number): string }} show: for a sum; gives the activation as it is shown
 */
function curve(values, title, light) {
  const element = document.createElement("div");
  element.className = "curve";
  const [left, right] = [4, WIDTH - 4];
  element.innerHTML = `<p></p><svg viewBox="0 0 ${WIDTH} ${HEIGHT + 26}" aria-hidden="true">
    <line x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}" /><line x1="0" x2="${WIDTH}" y1="0" y2="0" />
    <line x1="${WIDTH / 2}" x2="${WIDTH / 2}" y1="0" y2="${HEIGHT}" /><path />
    <text x="${left}" y="${HEIGHT + 22}"></text><text x="${WIDTH / 2}" y="${HEIGHT + 22}" text-anchor="middle">0</text>
    <text x="${right}" y="${HEIGHT + 22}" text-anchor="end"></text><text x="${left}" y="20"></text>
    <line class="to down" /><line class="to across" x2="${WIDTH / 2}" /><circle r="9" /></svg>
    <div class="light"><i></i><output></output></div>`;
  find(element, "p").textContent = title;
  const [least, , most, top] = element.querySelectorAll("text");
  const isBounded = activationOf(1e9) <= 1;
  let end = 0;

  /** @param {number} z */
  function activationOf(z) {
    return values(Float64Array.of(z))[0];
  }

  /** @param {number} z */
  function stretchTo(z) {
    const needed = NEAREST_END * 2 ** Math.max(0, Math.ceil(Math.log2(Math.abs(z) / NEAREST_END)));
    if (needed === end) return;
    end = needed;
    const highest = isBounded ? 1 : end;
    const points = Array.from({ length: PIECES + 1 }, (_, piece) => {
      const at = -end + (2 * end * piece) / PIECES;
      return place(at, activationOf(at)).join();
    });
    find(element, "path").setAttribute("d", `M${points.join("L")}`);
    least.textContent = `\u2212${end.toLocaleString("en-US")}`;
    most.textContent = `+${end.toLocaleString("en-US")}`;
    top.textContent = highest.toLocaleString("en-US");
  }

  /**
   * @param {number} z
   * @param {number} activation
   * @returns {[number, number]}
   */
  function place(z, activation) {
    return [(WIDTH / 2) * (1 + z / end), HEIGHT * (1 - activation / (isBounded ? 1 : end))];
  }

  /** @param {number} z */
  function show(z) {
    stretchTo(z);
    const activation = activationOf(z);
    const [x, y] = place(z, activation);
    const colour =
      light[Math.round((isBounded ? activation : Math.min(activation / NEAREST_END, 1)) * (light.length - 1))];
    set(".down", { x1: x, x2: x, y1: HEIGHT, y2: y });
    set(".across", { x1: x, y1: y, y2: y });
    set("circle", { cx: x, cy: y, fill: colour });
    /** @type {HTMLElement} */ (find(element, ".light i")).style.background = colour;
    const said = activation.toLocaleString("en-US", { minimumFractionDigits: 4, maximumFractionDigits: 4 });
    find(element, "output").textContent = said;
    return said;
  }

  /**
   * @param {string} selector
   * @param {Record<string, number | string>} attributes
   */
  function set(selector, attributes) {
    const part = find(element, selector);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, `${value}`);
  }

  return { element, show };
}
