// While the pen is still moving, the browser itself reads the drawing: the preprocessing, the network and its
// light, with the arithmetic of preprocess.py, network.py and connections.py. The server's numbers follow
// when the pen is up, and are the same. If anything fails here, the page works from the server alone.
// Python puts this text behind reading.js, into one module.

const SETTLING = 1000; // for so many milliseconds the server may still answer to an older drawing
const WAITING = 3000; // and for so many a button may take to change the canvas
const TWO_GREYS = 2 / 255; // the server's picture is no further from the canvas's, unless that has changed
const CLOSE = 0.4; // pixels of the canvas between two points of a stroke, of which the canvas then drops one
const DOT = 0.02; // pixels by which the canvas makes a stroke longer, so that a single point is a dot
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

// The drawing as the canvas holds it, with the stroke that isn't finished.
function pictureOnCanvas() {
  const finished = canvasRoot()?.querySelector("canvas.dc-canvas.lower-canvas");
  if (!finished) return undefined;
  const { width, height } = finished;
  live.paper ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (live.paper.canvas.width !== width || live.paper.canvas.height !== height) {
    Object.assign(live.paper.canvas, { width, height });
  }
  live.paper.clearRect(0, 0, width, height);
  live.paper.drawImage(finished, 0, 0);
  if (live.stroke) drawStroke(live.stroke);
  return live.paper.getImageData(0, 0, width, height);
}

// The stroke as the canvas will draw it when the pen goes up (Fabric.js, PencilBrush and Path): its points,
// except those close to others and the last but one, joined by curves that bend at each and pass half way
// between them. It becomes a picture that begins on a whole pixel, and that is laid where it belongs.
function drawStroke({ canvas, points }) {
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = canvas.width / width;
  const places = points.map(([x, y]) => [scale * (x - left), scale * (y - top)]);
  const last = places.length - 1;
  const kept = [places[0]];
  places.forEach((place, index) => {
    const isApart = Math.hypot(place[0] - kept.at(-1)[0], place[1] - kept.at(-1)[1]) >= CLOSE;
    if (index && (index === last || (index < last - 1 && isApart))) kept.push(place);
  });
  const middles = kept.slice(1).map(([x, y], index) => [(kept[index][0] + x) / 2, (kept[index][1] + y) / 2]);
  const longer = (end, from, to, by) =>
    kept.length > 2 ? end.map((value, axis) => value + by * Math.sign(to[axis] - from[axis])) : [end[0] + by, end[1]];
  const ends = [longer(kept[0], kept[1], kept[2], -DOT), longer(kept.at(-1), kept.at(-2), kept.at(-1), DOT)];
  const begin = [0, 1].map((axis) => leastOf(kept, middles, ends, axis) - latest.live.pen / 2);
  const [x, y] = begin.map((edge) => edge - Math.floor(edge));
  const layer = (live.layer ??= live.paper.canvas.cloneNode().getContext("2d", { willReadFrequently: true }));
  layer.reset();
  layer.translate(-x, -y);
  Object.assign(layer, { lineWidth: latest.live.pen, lineCap: "round", lineJoin: "round", strokeStyle: "#fff" });
  layer.beginPath();
  layer.moveTo(...ends[0]);
  middles.forEach((middle, index) => layer.quadraticCurveTo(...kept[index], ...middle));
  layer.lineTo(...ends[1]);
  layer.stroke();
  live.paper.drawImage(layer.canvas, x, y);
}

// How far a stroke reaches to the left, or up: at an end, between two points, or where a curve turns round.
// Fabric.js looks for that on the cubic curve that has the bend for both its control points.
function leastOf(kept, middles, ends, axis) {
  const on = (place) => place[axis];
  const starts = [ends[0], ...middles];
  const turns = middles.map((middle, index) => {
    const [start, bend, end] = [starts[index], kept[index], middle].map(on);
    if (bend >= Math.min(start, end)) return end;
    const part = Math.sqrt(start - bend) / (Math.sqrt(start - bend) + Math.sqrt(end - bend));
    return start * (1 - part) ** 3 + 3 * bend * part * (1 - part) + end * part ** 3;
  });
  return Math.min(...ends.map(on), ...middles.map(on), ...turns);
}

// ---------------------------------------------------------------- the preprocessing, as preprocess.py does it

// From a drawing to the 784 numbers that the network reads; null without ink.
function prepare({ data, width, height }, { ink: least, luma, box, field, steepest }) {
  const ink = new Float32Array(width * height);
  let [top, bottom, left, right] = [height, 0, width, 0];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += 4) {
      const grey = luma[0] * data[at] + luma[1] * data[at + 1] + luma[2] * data[at + 2];
      const value = (grey / 255) * (data[at + 3] / 255);
      ink[row * width + column] = value;
      if (value > least) {
        bottom = row + 1;
        if (row < top) top = row;
        if (column < left) left = column;
        if (column >= right) right = column + 1;
      }
    }
  }
  if (!bottom) return { pixels: null, extent: 0, isFilled: false };
  const rows = Array.from({ length: bottom - top }, (_, row) =>
    ink.subarray((top + row) * width + left, (top + row) * width + right),
  );
  const { mass, centre, slant } = lean(rows, steepest);
  const sides = uprightSides(rows, centre, slant, least);
  const [h, w] = [rows.length, rows[0].length];
  const scale = Math.max(h, sides[1] - sides[0]) / box;
  const half = (scale * field) / 2;
  const start = [
    Math.min(Math.max(centre[0] - half, h - 2 * half), 0),
    Math.min(Math.max(centre[1] - half, sides[1] + scale - 2 * half), sides[0] - scale),
  ];
  return {
    pixels: resample(rows, { scale, start, slant, centre, field }),
    extent: Math.max(h, w),
    isFilled: Math.min(h, w) > 0.5 * Math.max(h, w) && mass / (h * w) > 0.85,
  };
}

// Preparation.centre and Preparation.slant.
function lean(rows, steepest) {
  let [mass, massByRow, massByColumn] = [0, 0, 0];
  rows.forEach((line, row) =>
    line.forEach((value, column) => {
      mass += value;
      massByRow += value * (row + 0.5);
      massByColumn += value * (column + 0.5);
    }),
  );
  const centre = [massByRow / mass, massByColumn / mass];
  let [covariance, variance] = [0, 0];
  rows.forEach((line, row) => {
    const down = row + 0.5 - centre[0];
    line.forEach((value, column) => {
      covariance += value * down * (column + 0.5 - centre[1]);
      variance += value * (down * down + 1 / 12);
    });
  });
  return { mass, centre, slant: clamp(covariance / variance, -steepest, steepest) };
}

// Preparation._sides: where the upright digit begins and ends.
function uprightSides(rows, centre, slant, least) {
  const sides = [Infinity, -Infinity];
  rows.forEach((line, row) => {
    const first = line.findIndex((value) => value > least);
    if (first < 0) return;
    const end = line.findLastIndex((value) => value > least) + 1;
    for (const edge of [row, row + 1]) {
      const shift = slant * (edge - centre[0]);
      sides[0] = Math.min(sides[0], first - shift);
      sides[1] = Math.max(sides[1], end - shift);
    }
  });
  return sides;
}

// Preparation._resample: area averages, first down the columns, then along each row that comes of it.
function resample(rows, { scale, start, slant, centre, field }) {
  const steps = Array.from({ length: field + 1 }, (_, step) => scale * step);
  const edges = steps.map((step) => start[0] + step);
  const columns = Array.from(rows[0], (_, column) => averages(columnOf(rows, column), edges));
  const pixels = new Float32Array(field * field);
  for (let row = 0; row < field; row++) {
    const left = start[1] + slant * (edges[row] + scale / 2 - centre[0]);
    const line = columnOf(columns, row);
    const values = averages(line, steps.map((step) => left + step));
    pixels.set(values.map((value) => clamp(value, 0, 1)), row * field);
  }
  return pixels;
}

function columnOf(rows, column) {
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) values[row] = rows[row][column];
  return values;
}

// _averages, for one line: means over stretches of it; beyond its ends it is 0.
function averages(line, edges) {
  const whole = new Float64Array(line.length);
  for (let pixel = 1; pixel < line.length; pixel++) whole[pixel] = whole[pixel - 1] + line[pixel - 1];
  const before = edges.map((edge) => {
    const inside = clamp(edge, 0, line.length);
    const pixel = Math.min(Math.floor(inside), line.length - 1);
    return whole[pixel] + (inside - pixel) * line[pixel];
  });
  return before.slice(1).map((end, index) => (end - before[index]) / (edges[index + 1] - edges[index]));
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

// ---------------------------------------------------------------- the network, as network.py does it

const ACTIVATION_FUNCTIONS = {
  sigmoid: (z) => z.map((value) => 0.5 * Math.tanh(0.5 * value) + 0.5),
  relu: (z) => z.map((value) => Math.max(value, 0)),
  softmax: (z) => {
    const highest = Math.max(...z);
    const powers = z.map((value) => Math.exp(value - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  },
};

// The network that the page shows, once its numbers are here: they come apart from the rest, and only once.
function networkOnScreen() {
  const { fingerprint, layers } = latest?.live ?? {};
  const bytes = fingerprint && window.netcoreNetworks?.get(fingerprint);
  if (!bytes) return undefined;
  if (live.network?.fingerprint === fingerprint) return live.network;
  const floats = new Float32Array(bytes.slice().buffer);
  let taken = 0;
  const take = (count) => floats.subarray(taken, (taken += count));
  live.network = {
    fingerprint,
    layers: layers.map(({ inputs, neurons, activation }) => ({
      weights: take(inputs * neurons),
      biases: take(neurons),
      activate: ACTIVATION_FUNCTIONS[activation],
    })),
  };
  return live.network;
}

function forward({ layers }, pixels) {
  const activations = [pixels];
  const weightedSums = [];
  for (const { weights, biases, activate } of layers) {
    const inputs = activations.at(-1);
    weightedSums.push(
      biases.map((bias, neuron) => {
        let sum = 0;
        for (let input = 0; input < inputs.length; input++) sum += weights[neuron * inputs.length + input] * inputs[input];
        return sum + bias;
      }),
    );
    activations.push(activate(weightedSums.at(-1)));
  }
  return { activations, weightedSums };
}

// As `words` of reading.py.
function sentence(trace, outputs) {
  const { sentences, digits, leastConfidence, leastLead } = latest.live;
  if (!trace) return sentences.nothing;
  if (!outputs) return sentences.blot;
  const [first, second] = Array.from(outputs, (_, digit) => digit).sort((one, other) => outputs[other] - outputs[one]);
  const say = (words, digit) => words.replace("{digit}", digits[digit]).replace("{percent}", percent(outputs[digit]));
  if (outputs[first] >= leastConfidence && outputs[first] - outputs[second] >= leastLead) return say(sentences.sure, first);
  const guess = (digit) => say(sentences.guess, digit);
  return sentences.unsure.replace("{first}", guess(first)).replace("{second}", guess(second));
}

// As in words.py.
function percent(part) {
  if (part > 0.99) return "over\u00a099\u00a0%";
  return part < 0.01 ? "under\u00a01\u00a0%" : `${Math.round(100 * part)}\u00a0%`;
}

// ---------------------------------------------------------------- the light, as diagram.py and connections.py do it

// Plotly would take 40 ms to draw the diagram again. What it drew is changed by hand, and so are the numbers
// behind it; it draws all of it itself when the server's numbers are there.
function paintDiagram(network, trace) {
  const chart = document.querySelector(".st-key-network .js-plotly-plot");
  const scatters = chart?.data.filter(({ type }) => type === "scatter") ?? [];
  const drawn = [...(chart?.querySelectorAll(".scatterlayer > .trace") ?? [])];
  const named = (name) => {
    const index = scatters.findIndex((one) => one.name === name);
    return [scatters[index], drawn[index]];
  };
  const layers = network.layers.map((_, number) => named(layerName(network, number)));
  const isDrawn = layers.every(([trace, points], number) => points && trace.x.length === network.layers[number].biases.length);
  if (!isDrawn) return; // it is about to be
  chart.netcoreIsLive = true;
  const halos = named("halo")[1].querySelectorAll(".point");
  const [titles, titlesDrawn] = named("titles");
  const scales = titlesDrawn.querySelectorAll("text");
  let halo = 0;
  network.layers.forEach(({ biases }, number) => {
    const [neurons, neuronsDrawn] = layers[number];
    const activations = trace?.activations[number + 1];
    const brightest = activations ? Math.max(...activations) : 0;
    neurons.customdata = Array.from(biases, (bias, neuron) => [
      activations?.[neuron] ?? null,
      trace?.weightedSums[number][neuron] ?? null,
      bias,
    ]);
    neuronsDrawn.querySelectorAll(".point").forEach((point, neuron) => {
      const light = activations ? activations[neuron] / Math.max(1, brightest) : 0;
      const colour = shine(light);
      point.style.fill = colour;
      point.style.stroke = light < 0.25 ? latest.live.faint : colour;
      const { style } = halos[halo++];
      style.fill = colour;
      style.opacity = light;
    });
    const { words, decimals } = titles.meta;
    const scale = scales[2 * number + 3]; // behind the input's title and the hint
    scale.textContent = brightest > 1 ? words.replace("{}", brightest.toFixed(decimals)) : "\u00a0";
  });
  named("digits")[1].querySelectorAll("text").forEach((text, digit) => {
    text.lastElementChild.textContent = trace ? trace.activations.at(-1)[digit].toFixed(2) : "\u00a0";
  });
  const input = chart.data.find(({ name }) => name === "input");
  const pixels = trace?.activations[0] ?? new Float32Array(SIDE * SIDE);
  input.customdata = Array.from(pixels, (pixel) => [pixel, null, null]);
  paintInput(chart);
  paintConnections(chart, network, trace, scatters);
}

function layerName(network, number) {
  return number === network.layers.length - 1 ? "output" : `hidden ${number + 1}`;
}

function shine(light) {
  return latest.light[Math.round(clamp(light, 0, 1) * (latest.light.length - 1))];
}

// The input neurons lie as a picture of ours over Plotly's, which takes its time to make a new one. From the
// first stroke on it stays, and follows the chart.
function paintInput(chart) {
  const image = chart.querySelector(".heatmaplayer image");
  const input = chart.data.find(({ name }) => name === "input");
  if (!image || !input) return;
  if (!chart.netcoreField) {
    chart.netcoreField = document.createElement("canvas");
    chart.on("plotly_afterplot", () => attempt(() => paintInput(chart)));
  }
  const field = chart.netcoreField;
  if (!field.isConnected) chart.querySelector(".svg-container > .main-svg").after(field);
  const { xaxis, yaxis } = chart._fullLayout;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(image.getAttribute(name)));
  Object.assign(field, { width, height }); // which also clears it
  field.style.cssText = `position: absolute; left: ${xaxis._offset + x}px; top: ${yaxis._offset + y}px; pointer-events: none`;
  image.style.visibility = "hidden";
  const context = field.getContext("2d");
  input.customdata.forEach(([pixel], index) => {
    const [left, right] = edgesOf(index % SIDE, width);
    const [top, bottom] = edgesOf(Math.floor(index / SIDE), height);
    const colour = shine(pixel);
    context.fillStyle = colour === latest.light[0] ? latest.live.cell : colour;
    context.fillRect(left, top, right - left, bottom - top);
  });
}

// Where a cell begins and ends, a pixel before the next.
function edgesOf(cell, length) {
  return [Math.round((cell * length) / SIDE), Math.round(((cell + 1) * length) / SIDE) - 1];
}

function paintConnections(chart, network, trace, scatters) {
  const { strengths, restStrength, radii } = latest.live;
  const paths = [...chart.querySelectorAll(".shapelayer path")].slice(0, 2 * strengths.length);
  // What carried most to a neuron that is looked into takes a while to find: it follows from the server.
  const isLookedInto = scatters.find(({ name }) => name === "focus").x.length > 0;
  for (const path of paths) path.style.opacity = isLookedInto ? 0.25 : 1;
  if (isLookedInto) return;
  const { xaxis, yaxis } = chart._fullLayout;
  const ends = network.layers.map((_, number) => scatters.find(({ name }) => name === layerName(network, number)));
  const steps = strengths.map((strength, level) => (level ? (strength + strengths[level - 1]) / 2 : strength / 2));
  const lines = paths.map(() => "");
  network.layers.forEach(({ weights, biases }, number) => {
    if (!trace && !number) return;
    const inputs = weights.length / biases.length;
    const active = trace?.activations[number];
    const push = active ? new Float32Array(weights.length) : weights;
    let full = 1e-9;
    for (let index = 0; index < push.length; index++) {
      if (active) push[index] = weights[index] * active[index % inputs];
      full = Math.max(full, Math.abs(push[index]));
    }
    if (!active) full /= restStrength;
    for (const index of strongest(push, biases.length, number)) {
      const level = steps.findLastIndex((step) => Math.abs(push[index]) / full >= step);
      if (level < 0) continue;
      const [sender, receiver] = [index % inputs, Math.floor(index / inputs)];
      const before = ends[number - 1];
      const from = before ? [before.x[sender], before.y[sender]] : [sender % SIDE, Math.floor(sender / SIDE)];
      const to = [ends[number].x[receiver], ends[number].y[receiver]];
      const along = [to[0] - from[0], to[1] - from[1]];
      const length = Math.hypot(...along);
      const at = ([x, y], radius) => {
        const across = xaxis._offset + xaxis.d2p(x + (along[0] / length) * radius);
        return `${across.toFixed(2)},${(yaxis._offset + yaxis.d2p(y + (along[1] / length) * radius)).toFixed(2)}`;
      };
      lines[2 * level + (push[index] < 0)] += `M${at(from, radii[number])}L${at(to, -radii[number + 1])}`;
    }
  });
  paths.forEach((path, index) => path.setAttribute("d", lines[index] || "M0,0"));
}

// Which connections are drawn between two layers, as `_strongest` chooses them.
function strongest(push, neurons, number) {
  const { allConnections, inputConnections, connections } = latest.live;
  if (push.length <= allConnections) return push.keys();
  const inputs = push.length / neurons;
  const most = number ? connections : inputConnections;
  const each = clamp(Math.floor(most / neurons), 1, inputs);
  const byPush = (one, other) => Math.abs(push[other]) - Math.abs(push[one]);
  const chosen = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const best = []; // the indices of this neuron's strongest, the strongest first
    for (let index = neuron * inputs; index < (neuron + 1) * inputs; index++) {
      if (best.length === each && byPush(index, best[each - 1]) >= 0) continue;
      const place = best.findIndex((one) => byPush(index, one) < 0);
      best.splice(place < 0 ? best.length : place, 0, index);
      best.length = Math.min(best.length, each);
    }
    chosen.push(...best);
  }
  return chosen.length > most ? chosen.sort(byPush).slice(0, most) : chosen;
}
