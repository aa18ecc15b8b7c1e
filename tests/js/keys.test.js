// From neuron to neuron by arrow keys, and what other keys do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { next } from "../../netcore/web/components/lib/walk.js";
import { buttonFor } from "../../netcore/web/components/reading/keys.js";

/** Layers of so many neurons, one beside the other; the neurons of each stand on a line. */
const columns = (...sizes) =>
  sizes.flatMap((size, layer) =>
    Array.from({ length: size }, (_, number) => ({
      layer: `${layer}`,
      number,
      x: 100 * layer,
      y: 20 * (number - (size - 1) / 2),
    })),
  );
const upright = (spots) => spots.map(({ x, y, ...spot }) => ({ ...spot, x: y, y: x }));
/** A layer of rows of neurons, as the input's. */
const square = (side) =>
  Array.from({ length: side * side }, (_, number) => ({
    layer: "square",
    number,
    x: 9 * (number % side) - 300,
    y: 9 * Math.floor(number / side) - 130,
  }));

/** Where keys lead, as "layer/number". */
function walk(spots, from, ...keys) {
  let at = spots.find(({ layer, number }) => `${layer}/${number}` === from);
  for (const key of keys) at = next(spots, at, `Arrow${key}`);
  return `${at.layer}/${at.number}`;
}

test("arrow keys go along a layer and stop at its ends", () => {
  const spots = columns(16, 16, 10);
  assert.equal(walk(spots, "0/3", "Down", "Down", "Up"), "0/4");
  assert.equal(walk(spots, "0/0", "Up"), "0/0");
  assert.equal(walk(spots, "0/15", "Down"), "0/15");
  assert.equal(walk(upright(spots), "0/3", "Right", "Right", "Left"), "0/4");
  assert.equal(walk(upright(spots), "0/0", "Left"), "0/0");
});

test("they go to the nearest neuron of the next layer, and no further than there are layers", () => {
  const spots = columns(16, 16, 10);
  assert.equal(walk(spots, "0/5", "Right"), "1/5");
  assert.equal(walk(spots, "0/0", "Right", "Right", "Right"), "2/0");
  assert.equal(walk(spots, "2/9", "Left", "Left", "Left"), "0/12");
  assert.equal(walk(upright(spots), "0/5", "Down", "Up"), "0/5");
  assert.equal(walk(upright(spots), "2/4", "Down"), "2/4");
});

test("they go through a layer of rows before they leave it, and reach every neuron", () => {
  const spots = [...square(28), ...columns(16, 10)];
  assert.equal(walk(spots, "square/0", "Right", "Down"), "square/29");
  const right = Array(28).fill("Right");
  assert.equal(walk(spots, "square/280", ...right).split("/")[0], "0");
  const reached = new Set([spots[0]]);
  for (const spot of reached) {
    for (const way of ["Left", "Right", "Up", "Down"]) reached.add(next(spots, spot, `Arrow${way}`));
  }
  assert.equal(reached.size, spots.length);
});

test("keys do what the buttons do", () => {
  const key = (key, held = {}) =>
    buttonFor({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  assert.equal(key("z", { ctrlKey: true }), ".st-key-undo button");
  assert.equal(key("z", { metaKey: true }), ".st-key-undo button");
  assert.equal(key("Z", { metaKey: true, shiftKey: true }), ".st-key-redo button");
  assert.equal(key("y", { ctrlKey: true }), ".st-key-redo button");
  assert.equal(key("Delete"), ".st-key-clear button");
  assert.equal(key("7"), '.digit-keys [data-digit="7"]');
  for (const other of [key("z"), key("7", { ctrlKey: true }), key("z", { ctrlKey: true, altKey: true }), key("a")]) {
    assert.equal(other, "");
  }
});
