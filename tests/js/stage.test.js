// What the stage lights, how far its signal has come, and how fast its sums are added up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, between, DIMMED, layerNames, lightsFor, travelled } from "../../netcore/web/components/lib/stage.js";
import { layoutOf, reachOf, signedColour } from "../../netcore/web/components/stage/cells.js";
import { addedAt, durationOf } from "../../netcore/web/components/stage/pace.js";

const SIZES = [4, 3, 2];

/** Rounded, because light is kept in single precision. */
const plain = (layers) => layers.map((layer) => Array.from(layer, (light) => Math.round(100 * light) / 100));

test("layers are called as their traces are", () => {
  assert.deepEqual(layerNames(4), ["input", "hidden 1", "hidden 2", "output"]);
  assert.deepEqual(layerNames(2), ["input", "output"]);
});

test("what isn't spoken of is dimmed, and still to be seen", () => {
  const { neurons, ways } = lightsFor(["hidden 1/1", "to output"], SIZES);
  const dim = DIMMED;
  assert.ok(dim >= 0.15 && dim <= 0.25);
  assert.deepEqual(plain(neurons), [
    [dim, dim, dim, dim],
    [dim, 1, dim],
    [dim, dim],
  ]);
  assert.deepEqual(plain(ways), [
    [dim, dim, dim],
    [1, 1],
  ]);
  assert.deepEqual(plain(lightsFor(["input", "to hidden 1/2"], SIZES).ways), [
    [dim, dim, 1],
    [dim, dim],
  ]);
});

test("all is lit where nothing is spoken of, and half lit half way", () => {
  const all = lightsFor([], SIZES);
  assert.ok([...all.neurons, ...all.ways].every((layer) => layer.every((light) => light === 1)));
  const { neurons } = between(all, lightsFor(["canvas"], SIZES), 0.5);
  assert.deepEqual(plain(neurons)[1], Array(3).fill((1 + DIMMED) / 2));
});

test("the signal lights a layer when it has come to it, and no later one", () => {
  assert.deepEqual(
    [0, 1, 2].map((layer) => arrived(0, layer)),
    [1, 0, 0],
  );
  assert.deepEqual([arrived(1, 1), arrived(1, 2), arrived(1.5, 2), arrived(2, 2)], [1, 0, 0, 1]);
  assert.deepEqual([travelled(0, 1), travelled(1, 1), travelled(1, 2)], [0, 1, 0]);
  assert.ok(travelled(0.5, 1) > 0.4 && travelled(0.5, 1) < 0.7);
  assert.deepEqual([arrived(Infinity, 3), travelled(Infinity, 3)], [1, 1]);
});

test("a sum begins slowly, adds every term, and is over in ten seconds", () => {
  for (const count of [0, 1, 6, 7, 16, 130, 784]) {
    assert.equal(addedAt(durationOf(count, count), count), count);
    assert.ok(durationOf(count, count) < 10_000);
    for (let added = 0; added < count; added++) {
      assert.equal(addedAt(durationOf(added, count) + 1e-6, count), added);
    }
  }
  assert.equal(addedAt(600, 784), 1);
});

test("zero has the colour of the ground; above it is blue, below orange", () => {
  const colour = signedColour({ light: [], ground: "#102030", positive: [0, 0, 255], negative: [255, 128, 0] }, 2);
  assert.deepEqual(colour(0), [16, 32, 48]);
  assert.deepEqual(
    [colour(2), colour(9), colour(-2)],
    [
      [0, 0, 255],
      [0, 0, 255],
      [255, 128, 0],
    ],
  );
  assert.equal(reachOf(new Float32Array(10)), 1e-9);
});

test("inputs stand as pixels do, in rows with their numbers, or in a square", () => {
  assert.deepEqual(layoutOf(784, 1, false), { columns: 28, rows: 28, isRound: false, isNumbered: false });
  assert.deepEqual(layoutOf(16, 2, false), { columns: 16, rows: 1, isRound: true, isNumbered: true });
  assert.deepEqual(layoutOf(16, 2, true), { columns: 8, rows: 2, isRound: true, isNumbered: true });
  assert.deepEqual(layoutOf(5, 2, false), { columns: 5, rows: 1, isRound: true, isNumbered: true });
  assert.deepEqual(layoutOf(128, 2, false), { columns: 12, rows: 11, isRound: true, isNumbered: false });
});
