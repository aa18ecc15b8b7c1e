// While the pen is still moving, the browser itself reads the drawing, with the server's own arithmetic: stroke.js
// takes it from the canvas, reader.js reads it, light.js shows it in the diagram. The server's numbers follow when
// the pen is up, and are the same. If anything fails here, the page works from the server alone.
// Python puts these files behind reading.js, into one module.

const SETTLING = 1000; // for so many milliseconds the server may still answer to an older drawing
const WAITING = 3000; // and for so many a button may take to change the canvas
const TWO_GREYS = 2 / 255; // the server's picture is no further from the canvas's, unless that has changed
const CANVAS_BUTTONS = ".st-key-clear, .st-key-undo, .st-key-redo, .st-key-example";

const live = {
  failed: false,
  parent: undefined, // where the answer stands
  stroke: undefined, // while the pen is down, the canvas that it is on and the places where it was in the window
  frame: 0, // the animation frame that is asked for
  watchesUntil: 0, // after a button was pressed, each frame looks until the canvas changes
  changedAt: -Infinity,
  pixels: null, // what was read last
};

// The canvas hears these events, too, and draws before the next frame.
function followPen() {
  const listen = (names, hear) => {
    for (const name of names) document.addEventListener(name, hear, { capture: true, passive: true });
  };
  listen(["mousedown", "touchstart"], (event) => {
    const canvas = event.composedPath()[0];
    if (event.button || !canvas.matches?.(".upper-canvas")) return;
    live.stroke = { canvas, points: [place(event)] };
    announce(false);
    look();
  });
  listen(["mousemove", "touchmove"], (event) => {
    if (!live.stroke) return;
    const { points } = live.stroke;
    const [[x, y], [lastX, lastY]] = [place(event), points.at(-1)];
    if (points.length > 1 && x === lastX && y === lastY) return;
    points.push([x, y]);
    look();
  });
  listen(["mouseup", "touchend", "touchcancel"], () => {
    if (!live.stroke) return;
    live.stroke = undefined;
    announce(true);
    // The canvas takes the stroke in before the timeout is over, finishes it in the next frame, and shows it
    // whole in the one after that.
    setTimeout(sendDrawing);
    cancelAnimationFrame(live.frame);
    live.frame = requestAnimationFrame(() => (live.frame = requestAnimationFrame(() => follow(true))));
  });
  listen(["click"], (event) => {
    if (!event.target.closest?.(CANVAS_BUTTONS)) return;
    live.watchesUntil = performance.now() + WAITING;
    look();
  });
}

function place(event) {
  const { clientX, clientY } = event.touches?.[0] ?? event;
  return [clientX, clientY];
}

// Screen readers are told the answer once the pen is up, not all the guesses on the way.
function announce(aloud) {
  document.querySelector("#prediction")?.setAttribute("aria-live", aloud ? "polite" : "off");
}

// At most once a frame, and only after something moved.
function look() {
  live.frame ||= requestAnimationFrame(() => follow());
}

// The network may be another, as while it learns.
function lookAgain() {
  if (!live.stroke) return;
  live.pixels = undefined;
  look();
}

function follow(isFinished = false) {
  live.frame = 0;
  attempt(() => {
    const network = networkOnScreen();
    const picture = network && pictureOnCanvas();
    if (!picture) return;
    const steps = prepare(picture, latest.live.preparing);
    const isNew = isOther(steps.pixels, live.pixels, 0);
    live.pixels = steps.pixels;
    if (isNew) [live.changedAt, live.watchesUntil] = [performance.now(), 0];
    if (isNew || isFinished) showLive(network, steps, isFinished);
    if (performance.now() < live.watchesUntil) look();
  });
}

// What can't be done here, the server does.
function attempt(doing) {
  if (live.failed) return undefined;
  try {
    return doing();
  } catch (error) {
    live.failed = true;
    console.warn("netcore: the network reads the drawing only when the pen is up.", error);
    return undefined;
  }
}

function showLive(network, steps, isFinished) {
  const trace = steps.pixels && forward(network, steps.pixels);
  const isDigit = trace && steps.extent >= latest.live.leastExtent && !steps.isFilled;
  const outputs = isDigit && trace.activations.at(-1);
  const output = live.parent.querySelector("#prediction");
  if (isFinished) output.querySelector(".words").textContent = ""; // said again, it is announced
  showPicture(live.parent, { pixels: steps.pixels, light: latest.light });
  showAnswer(output, {
    digit: isDigit ? `${outputs.indexOf(Math.max(...outputs))}` : "",
    confidence: isDigit ? Math.max(...outputs).toFixed(4) : "",
    network: latest.network,
    words: sentence(trace, outputs),
  });
  paintDiagram(network, trace);
}

// Whether an answer of the server is to an older drawing than the one on the canvas.
function isOvertaken(data, parent) {
  if (live.parent !== parent) Object.assign(live, { parent, changedAt: -Infinity }); // another page
  if (!data.live || !(live.stroke || performance.now() < live.changedAt + SETTLING)) return false;
  const isOld = attempt(() => {
    const picture = pictureOnCanvas();
    return picture && isOther(prepare(picture, data.live.preparing).pixels, data.pixels, TWO_GREYS);
  });
  return Boolean(isOld);
}

// Whether two pictures of 784 numbers, or null without ink, are more than a tolerance apart.
function isOther(pixels, others, tolerance) {
  if (!pixels || !others) return pixels !== others;
  return pixels.some((pixel, index) => Math.abs(pixel - others[index]) > tolerance);
}
