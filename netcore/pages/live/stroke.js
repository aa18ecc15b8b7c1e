// The drawing on the canvas, with the stroke that isn't finished drawn as the canvas will draw it when the pen goes
// up (Fabric.js, its PencilBrush and Path): so nothing changes then.

const CLOSE = 0.4; // pixels of the canvas between two points of a stroke, of which the canvas then drops one
const DOT = 0.02; // pixels by which the canvas makes a stroke longer, so that a single point is a dot

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

// Its points, except those close to others and the last but one, joined by curves that bend at each and pass
// half way between them. It becomes a picture that begins on a whole pixel, and that is laid where it belongs.
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
