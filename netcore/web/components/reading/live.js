// While the pen is still moving, the browser itself reads the drawing, with the server's own arithmetic: stroke.js
// takes it from the canvas, lib reads it, diagram.js shows it. The server's numbers follow when the pen is up, and are
// the same. If anything fails here, the page works from the server alone.

import { confidenceOf, digitsOf, read, sentence } from "../lib/answer.js";
import { message } from "../lib/message.js";
import { unpack } from "../lib/network.js";
import { attempt } from "./attempt.js";
import { onPaint, sendDrawing, shown } from "./canvas.js";
import { paintDiagram } from "./diagram.js";
import { isHonest } from "./honesty.js";
import { showMarks } from "./marks.js";
import { showNeuron } from "./neuron.js";
import { showAnswer, showParts, showPicture } from "./show.js";
import { extend, newStroke, pictureOnCanvas } from "./stroke.js";

const SAME = 1e-6; // no further apart are the same numbers from the browser and from the server

const live = {
  page: undefined, // the component's place on the page that is open
  network: undefined, // the one on screen, unpacked
  stroke: undefined, // while the pen is down and until the canvas has finished the stroke: see stroke.js
  frame: 0, // the animation frame that is asked for
  shown: undefined, // the reading that is shown; undefined if it is the server's, or must be shown again
  server: undefined, // its last answer, how to show it, and whether that was done: see whenCurrent
};

// The canvas hears the same events, and draws before the next frame.
export function followPen() {
  const listen = (names, hear) => {
    for (const name of names) document.addEventListener(name, hear, { capture: true, passive: true });
  };
  listen(["mousedown", "touchstart"], penDown);
  listen(["mousemove", "touchmove"], penMoves);
  listen(["mouseup", "touchend", "touchcancel"], penUp);
  onPaint(look); // a button changed the drawing, or it came back from another page
}

function penDown(event) {
  const canvas = event.composedPath()[0];
  if (event.button || event.touches?.length > 1 || !canvas.matches?.(".upper-canvas")) return;
  live.stroke = newStroke(canvas, event);
  announce(false);
  look();
}

function penMoves(event) {
  if (live.stroke && !live.stroke.isOver && extend(live.stroke, event)) look();
}

function penUp(event) {
  if (!live.stroke || live.stroke.isOver || event.button || event.touches?.length) return;
  live.stroke.isOver = true;
  announce(true);
  // The canvas takes the stroke in before the timeout is over, finishes it in the next frame, and shows it whole in
  // the one after that.
  setTimeout(sendDrawing);
  cancelAnimationFrame(live.frame);
  live.frame = requestAnimationFrame(() => {
    live.frame = requestAnimationFrame(finish);
  });
}

function finish() {
  if (live.stroke?.isOver) live.stroke = undefined; // and not the next, begun at once
  follow();
  const words = live.page?.querySelector("#prediction .words");
  words?.replaceChildren(words.textContent); // said again, now it is announced
}

// Screen readers are told the answer once the pen is up, not all the guesses on the way.
function announce(aloud) {
  live.page?.querySelector("#prediction").setAttribute("aria-live", aloud ? "polite" : "off");
}

// At most once a frame, and only after something moved.
function look() {
  live.frame ||= requestAnimationFrame(follow);
}

function follow() {
  live.frame = 0;
  if (showServers()) return;
  attempt(() => {
    const network = isHonest() && networkOnScreen();
    const picture = network && pictureOnCanvas(live.stroke, message.latest.rules.pen);
    if (!picture) return;
    const reading = read(network, picture, message.latest.rules);
    if (!isOther(reading, live.shown)) return;
    live.shown = reading;
    showLive(network, reading);
  });
}

function showLive(network, reading) {
  const { rules, light } = message.latest;
  const isBegun = live.stroke && reading.parts[0]?.isBlot; // every stroke begins as a blot
  const said = isBegun ? { kind: "nothing", parts: [], strays: [] } : reading;
  const [part] = reading.parts;
  showPicture(live.page, { pixels: part?.pixels ?? null, light });
  const digits = digitsOf(said);
  showAnswer(live.page.querySelector("#prediction"), {
    kind: said.kind,
    digit: digits.join(""),
    confidence: digits.length ? confidenceOf(said).toFixed(4) : "",
    network: message.latest.network,
    words: sentence(rules, said, 0),
  });
  showParts(live.page, { digits, shown: 0 });
  showMarks({ boxes: said.parts.map(({ box }) => box), strays: said.strays, shown: 0 });
  const { focus } = message.latest; // what carried most to a neuron takes a while to find: it follows from the server
  const trace = part?.trace ?? null;
  paintDiagram(network, trace, { isLive: true, focus: focus && { ...focus, lines: null } });
  if (focus) showNeuron(network, trace, focus);
}

/** The network that the page shows, once its numbers are here: they come apart from the rest, and only once. */
export function networkOnScreen() {
  const { fingerprint, layers, isRounded } = message.latest?.rules ?? {};
  const bytes = fingerprint && window.netcoreNetworks?.get(fingerprint);
  if (!bytes) return undefined;
  if (live.network?.fingerprint !== fingerprint) {
    live.network = { fingerprint, isRounded, layers: unpack(bytes, layers, isRounded) };
  }
  return live.network;
}

/**
 * The server tells something new: perhaps of another page, or of a network that has learned meanwhile.
 * @param {Element} page
 */
export function hearServer(page) {
  live.page = page;
  live.server = undefined;
  if (!live.stroke) return;
  live.shown = undefined;
  look();
}

/**
 * Show what the server says of a drawing, as soon as it is that on the canvas; an answer to another is dropped with
 * the next message.
 * @param {{ revision: [number, number] | null }} answer
 * @param {() => void} show
 */
export function whenCurrent(answer, show) {
  live.server = { answer, show, isShown: false };
  showServers();
}

// Whether the server's answer is to what the canvas shows; then it counts, and nothing is worked out here.
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
 * @param {{ revision: [number, number] | null }} answer
 */
export function isCurrent({ revision }) {
  if (live.stroke) return false;
  if (!revision || shown.load === undefined) return true;
  return revision[0] === shown.load && revision[1] === shown.objects;
}

// Whether two readings are more than a rounding apart.
function isOther(one, other) {
  if (!other || one.parts.length !== other.parts.length) return true;
  if (one.strays.join() !== other.strays.join()) return true;
  return one.parts.some(({ pixels }, part) =>
    pixels.some((pixel, index) => Math.abs(pixel - other.parts[part].pixels[index]) > SAME),
  );
}
