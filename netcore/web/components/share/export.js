// The diagram as a picture, as it is on the screen: its light, which glow.js paints, under the words that Plotly drew.

import { t } from "../lib/language.js";
import { contextOf, find } from "../lib/required.js";

/**
 * @typedef {object} Word
 * @property {string} text
 * @property {number} x of its start, in pixels of the diagram
 * @property {number} y of its foot
 * @property {number} size
 * @property {CSSStyleDeclaration} style
 */

const SHARPNESS = 2; // pixels of the picture in one of the screen, a side

/**
 * @param {Chart} chart
 * @returns {Promise<Blob>}
 */
export async function pngOf(chart) {
  const light = chart.netcoreLight?.(SHARPNESS);
  if (!light) return plotlys(chart, "png");
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: light.width, height: light.height });
  const paper = contextOf(canvas);
  paper.fillStyle = ground();
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(light, 0, 0);
  paper.scale(SHARPNESS, SHARPNESS);
  for (const { text, x, y, size, style } of wordsOf(chart)) {
    paper.font = `${style.fontWeight} ${size}px ${style.fontFamily}`;
    paper.fillStyle = style.fill;
    paper.fillText(text, x, y);
  }
  return asPng(canvas);
}

/**
 * @param {Chart} chart
 * @returns {Promise<Blob>}
 */
export async function svgOf(chart) {
  const light = chart.netcoreLight?.(SHARPNESS);
  if (!light) return plotlys(chart, "svg");
  const { width, height } = chart._fullLayout;
  const picture = document.implementation.createDocument("http://www.w3.org/2000/svg", "svg");
  const root = picture.documentElement;
  /** @type {(element: Element, attributes: Record<string, string | number>) => void} */
  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  };
  /** @type {(name: string, attributes: Record<string, string | number>, text?: string) => void} */
  const add = (name, attributes, text = "") => {
    const element = root.appendChild(picture.createElementNS(root.namespaceURI, name));
    set(element, attributes);
    element.textContent = text;
  };
  set(root, { width, height, viewBox: `0 0 ${width} ${height}` });
  add("title", {}, t("A neural network and what happens in it"));
  add("rect", { width, height, fill: ground() });
  add("image", { width, height, href: light.toDataURL() });
  for (const { text, x, y, size, style } of wordsOf(chart)) {
    const look = { "font-family": style.fontFamily, "font-weight": style.fontWeight, "font-size": size.toFixed(1) };
    add("text", { x: x.toFixed(1), y: y.toFixed(1), fill: style.fill, ...look }, text);
  }
  return new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
export function asPng(canvas) {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("a canvas that can't be read"))));
  });
}

/**
 * Where the diagram isn't painted, Plotly has all of it.
 * @param {Chart} chart
 * @param {"png" | "svg"} format
 * @returns {Promise<Blob>}
 */
async function plotlys(chart, format) {
  const address = await window.Plotly.toImage(chart, { format, scale: SHARPNESS });
  return (await fetch(address)).blob();
}

/** @returns {string} the colour of the stage */
function ground() {
  return getComputedStyle(find(document, ".stApp")).backgroundColor;
}

/**
 * @param {Chart} chart
 * @returns {Word[]} what Plotly wrote into it, as it stands there
 */
function wordsOf(chart) {
  const corner = chart.getBoundingClientRect();
  const scale = chart._fullLayout.width / corner.width;
  /** @type {Word[]} */
  const words = [];
  for (const line of chart.querySelectorAll(".main-svg :not(.hoverlayer *) > text")) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const [owner, text] = [node.parentElement, node.textContent ?? ""];
      if (!(owner instanceof SVGTextContentElement) || !text.trim()) continue;
      const matrix = owner.getScreenCTM();
      if (!matrix || !owner.getNumberOfChars()) continue;
      const { x, y } = owner.getStartPositionOfChar(0).matrixTransform(matrix);
      const style = getComputedStyle(owner);
      const size = Number.parseFloat(style.fontSize) * matrix.a * scale;
      words.push({ text, x: (x - corner.left) * scale, y: (y - corner.top) * scale, size, style });
    }
  }
  return words;
}
