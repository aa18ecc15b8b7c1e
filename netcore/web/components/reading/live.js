// While the pen is still moving, the browser itself reads the drawing, with the server's own arithmetic: stroke.js
// takes it from the canvas, lib reads it, diagram.js shows it. The server's numbers follow when the pen is up, and are
// the same. If anything fails here, the page works from the server alone.

import { confidenceOf, digitsOf, read, sentence } from "../lib/answer.js";
import { latest, message } from "../lib/message.js";
import { numbersOf, unpack } from "../lib/network.js";
import { find } from "../lib/required.js";
import { attempt } from "./attempt.js";
import { onPaint, sendDrawing, shown, takeBack } from "./canvas.js";
import { cover } from "./curtain.js";
import { paintDiagram, repaintDiagram } from "./diagram.js";
import { followHand, wasTakenBack } from "./hand.js";
import { isHonest } from "./honesty.js";
import { showMarks } from "./marks.js";
import { showNeuron } from "./neuron.js";
import { showAnswer, showParts, showPicture } from "./show.js";
import { extend, newStroke, pictureOnCanvas } from "./stroke.js";

/** @typedef {import("../lib/answer.js").Reading} Reading */
/** @typedef {import("../lib/network.js").Network} Network */
/** @typedef {Network & { fingerprint: string, isRounded: boolean }} ScreenNetwork */
/** @typedef {{ revision: [number, number] }} Revised says which drawing it is of: see canvas.js */

const SAME = 1e-6; // no further apart are the same numbers from the browser and from the server
/** @type {Reading} */
const NOTHING = { kind: "nothing", parts: [], strays: [] };

/**
 * @typedef {object} Live
 * @property {HTMLElement} [page] the component's place on the page that is open
 * @property {ScreenNetwork} [network] the one on screen, unpacked
 * @property {import("./stroke.js").Stroke} [stroke] while the pen is down and until the canvas has finished the stroke
 * @property {number} frame the animation frame that is asked for
 * @property {Reading} [shown] what is shown; undefined if it is the server's, or must be shown again
 * @property {{ answer: Revised, show: () => void, isShown: boolean }} [server] its last answer, how to show it, and
 *   whether that was done: see whenCurrent
 */
/** @type {Live} */
const live = { frame: 0 };

/**
 * The canvas hears the same events, and draws before the next frame. They are heard for good, also when the component
 * is gone: a person may draw on the next page's canvas, or let go of the pen, before the component is there again.
 */
export function followPen() {
  followHand(); // which makes a mouse of pens and fingers
  /** @type {(name: "mousedown" | "mousemove" | "mouseup", hear: (event: MouseEvent) => void) => void} */
  const listen = (name, hear) => document.addEventListener(name, hear, { capture: true, passive: true });
  listen("mousedown", penDown);
  listen("mousemove", penMoves);
  listen("mouseup", penUp);
  onPaint(look); // a button changed the drawing, or it came back from another page
}

/** @param {MouseEvent} event */
function penDown(event) {
  const [canvas] = event.composedPath();
  if (event.button || !(canvas instanceof HTMLCanvasElement && canvas.matches(".upper-canvas"))) return;
  live.stroke = newStroke(canvas, event);
  announce(false);
  look();
}

/** @param {MouseEvent} event */
function penMoves(event) {
  if (live.stroke && !live.stroke.isOver && extend(live.stroke, event)) look();
}

/** @param {MouseEvent} event */
function penUp(event) {
  if (!live.stroke || live.stroke.isOver || event.button) return;
  live.stroke.isOver = true;
  announce(true);
  // The canvas takes the stroke in before the timeout is over, finishes it in the next frame, and shows it whole in
  // the one after that.
  setTimeout(wasTakenBack() ? takeBack : sendDrawing);
  cancelAnimationFrame(live.frame);
  live.frame = requestAnimationFrame(() => {
    live.frame = requestAnimationFrame(finish);
  });
}

/** The canvas has taken the stroke in. */
function finish() {
  if (live.stroke?.isOver) live.stroke = undefined; // and not the next, begun at once
  follow();
  const words = live.page?.querySelector("#prediction .words");
  words?.replaceChildren(words.textContent); // said again, now it is announced
}

/**
 * Screen readers are told the answer once the pen is up, not all the guesses on the way.
 * @param {boolean} aloud
 */
function announce(aloud) {
  live.page?.querySelector("#prediction")?.setAttribute("aria-live", aloud ? "polite" : "off");
}

/** Read the drawing, at most once a frame, and only after something moved. */
function look() {
  live.frame ||= requestAnimationFrame(follow);
}

/** Read what is on the canvas now, and show it if it is something else; or the server's answer, if that is to it. */
function follow() {
  live.frame = 0;
  if (showServers()) return;
  attempt(() => {
    const network = isHonest() ? networkOnScreen() : undefined;
    const picture = network && pictureOnCanvas(live.stroke, latest().rules.pen);
    if (!picture || !live.page) return;
    const reading = read(network, picture, latest().rules);
    if (!isOther(reading, live.shown)) return;
    live.shown = reading;
    if (live.server) live.server.isShown = false; // to be shown again, if this stroke is taken back
    showLive(live.page, network, reading);
  });
}

/**
 * @param {HTMLElement} page
 * @param {Network} network
 * @param {Reading} reading
 */
function showLive(page, network, reading) {
  const { rules, light, network: name, focus } = latest();
  const isBegun = live.stroke && reading.parts[0]?.isBlot; // every stroke begins as a blot
  const said = isBegun ? NOTHING : reading;
  const part = reading.parts.at(0);
  showPicture(page, { pixels: part?.pixels ?? null, light });
  const digits = digitsOf(said);
  showAnswer(find(page, "#prediction"), {
    kind: said.kind,
    digit: digits.join(""),
    confidence: digits.length ? confidenceOf(said).toFixed(4) : "",
    network: name,
    words: sentence(rules, said, 0),
  });
  showParts(page, { digits, shown: 0 });
  cover(page, said.kind, repaintDiagram);
  showMarks({ boxes: said.parts.map(({ box }) => box), strays: said.strays, shown: 0 });
  // What carried most to a neuron takes a while to find: it follows from the server.
  const trace = part?.trace ?? null;
  paintDiagram(network, trace, { isLive: true, focus: focus && { ...focus, lines: null } });
  if (focus) showNeuron(network, trace, focus);
}

/**
 * The network that the page shows, once its numbers are here: they come apart from the rest, and only once.
 * @returns {ScreenNetwork | undefined}
 */
export function networkOnScreen() {
  const rules = message.latest?.rules;
  const found = rules && window.netcoreNetworks && numbersOf(window.netcoreNetworks, rules);
  if (!found) return undefined;
  const [fingerprint, bytes] = found;
  const { layers, isRounded } = rules;
  if (live.network?.fingerprint !== fingerprint) {
    live.network = { fingerprint, isRounded, layers: unpack(bytes, layers, isRounded) };
  }
  return live.network;
}

/**
 * The server tells something new: perhaps of another page, or of a network that has learned meanwhile.
 * @param {HTMLElement} page
 */
export function hearServer(page) {
  live.page = page;
  live.server = undefined;
  if (!live.stroke) return;
  live.shown = undefined;
  look();
}

/** The component is gone. A stroke that isn't finished goes on: the component may be there again before its end. */
export function leavePage() {
  Object.assign(live, { page: undefined, server: undefined, shown: undefined });
  if (live.stroke) return;
  cancelAnimationFrame(live.frame);
  live.frame = 0;
}

/**
 * Show what the server says of a drawing, as soon as it is that on the canvas; an answer to another is dropped with
 * the next message.
 * @param {Revised} answer
 * @param {() => void} show
 */
export function whenCurrent(answer, show) {
  live.server = { answer, show, isShown: false };
  showServers();
}

/** @returns {boolean} the server's answer is to what the canvas shows: it counts, and nothing is worked out here */
function showServers() {
  const { server } = live;
  if (!server || !live.page?.isConnected || !isCurrent(server.answer)) return false;
  if (!server.isShown) server.show();
  server.isShown = true;
  live.shown = undefined;
  return true;
}

/**
 * Whether an answer is to the drawing on the canvas.
 * @param {Revised} answer
 * @returns {boolean}
 */
export function isCurrent({ revision }) {
  if (live.stroke) return false;
  if (shown.load === undefined) return true;
  return revision[0] === shown.load && revision[1] === shown.objects;
}

/**
 * @param {Reading} one
 * @param {Reading | undefined} other
 * @returns {boolean} whether they are more than a rounding apart
 */
function isOther(one, other) {
  if (!other || one.parts.length !== other.parts.length) return true;
  if (one.strays.join() !== other.strays.join()) return true;
  return one.parts.some(({ pixels }, part) =>
    pixels.some((pixel, index) => Math.abs(pixel - other.parts[part].pixels[index]) > SAME),
  );
}
