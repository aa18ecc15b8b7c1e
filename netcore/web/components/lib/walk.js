// From neuron to neuron by arrow keys, wherever a diagram has its layers.

/** @typedef {{ layer: string, number: number, x: number, y: number }} Spot a neuron, and where it is, in pixels */
/** @typedef {[number, number]} Way one of the four directions */

/** @type {Record<string, Way>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The neuron that lies next that way: of the same layer, or of the next layer that lies that way.
 * @param {Spot[]} spots all neurons
 * @param {Spot} from one of them
 * @param {string} key of an arrow
 * @returns {Spot} `from` itself where there is none
 */
export function next(spots, from, key) {
  const way = WAYS[key];
  if (!way) return from;
  const own = spots.filter(({ layer }) => layer === from.layer);
  const beside = nearest(
    from,
    own.filter((spot) => isThatWay(from, spot, way)),
  );
  if (beside) return beside;
  const others = Map.groupBy(
    spots.filter(({ layer }) => layer !== from.layer),
    ({ layer }) => layer,
  );
  const here = middle(own);
  const layers = [...others.values()].filter((layer) => isThatWay(here, middle(layer), way));
  const distances = layers.map((layer) => distance(here, middle(layer)));
  const layer = layers[distances.indexOf(Math.min(...distances))];
  return (layer && nearest(from, layer)) ?? from;
}

/** @typedef {{ x: number, y: number }} Point */

/**
 * @param {Point} from
 * @param {Point} to
 * @param {Way} way
 * @returns {boolean} rather that way than any of the other three
 */
function isThatWay(from, to, [across, down]) {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const ahead = across * x + down * y;
  return ahead > 0 && Math.abs(across * y - down * x) < ahead;
}

/** @type {(one: Point, other: Point) => number} */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/**
 * @param {Point} from
 * @param {Spot[]} spots
 * @returns {Spot | undefined}
 */
function nearest(from, spots) {
  const distances = spots.map((spot) => distance(from, spot));
  return spots[distances.indexOf(Math.min(...distances))];
}

/**
 * @param {Spot[]} spots
 * @returns {Point} of their bounding box
 */
function middle(spots) {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
}
