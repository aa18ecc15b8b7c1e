// What the browser computes is what Python computes, which wrote it down: see fixtures.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { percent, read, sentence } from "../../netcore/web/components/lib/answer.js";
import { drawn } from "../../netcore/web/components/lib/floats.js";
import { forward, unpack } from "../../netcore/web/components/lib/network.js";
import { prepare } from "../../netcore/web/components/lib/preprocess.js";
import { tilesOf } from "../../netcore/web/components/lib/tiles.js";

const fixture = (name) => JSON.parse(readFileSync(join(process.env.FIXTURES, `${name}.json`), "utf-8"));

function assertClose(here, there, tolerance, what) {
  assert.equal(here.length, there.length, what);
  there.forEach((value, index) => {
    assert.ok(Math.abs(here[index] - value) <= tolerance, `${what} ${index}: ${here[index]} is not ${value}`);
  });
}

test("every step of the preprocessing is Python's, to the last grey level", () => {
  const { rules, cases } = fixture("preprocess");
  for (const { picture, pixels, isBlot } of cases) {
    const there = prepare(picture, rules);
    assert.equal(there.isBlot, isBlot);
    assert.equal(there.pixels === null, pixels === null);
    if (pixels) assertClose(there.pixels, pixels, 1e-6, "pixel");
  }
});

test("pixels arrive as they were", () => {
  for (const { packed, pixels } of fixture("pixels")) assert.deepEqual(Array.from(drawn(packed, 784)), pixels);
});

test("rounded weights are within half a level of what they were, and biases what they were", () => {
  for (const { layers, packed, weights, biases, steps } of fixture("rounded")) {
    unpack(Uint8Array.from(packed), layers, true).forEach((layer, number) => {
      assert.deepEqual(Array.from(layer.biases), biases[number]);
      weights[number].forEach((neuron, row) => {
        const here = layer.weights.subarray(row * neuron.length, (row + 1) * neuron.length);
        assertClose(here, neuron, steps[number][row] * 0.5001, "weight");
      });
    });
  }
});

test("every weight of the pictures is where Python lays it", () => {
  for (const { weights, grid, z, customdata } of fixture("tiles")) {
    const tiles = tilesOf(Float32Array.from(weights), grid);
    assert.deepEqual(tiles.z, z);
    tiles.z.forEach((row, y) => {
      row.forEach((weight, x) => {
        if (weight !== null) assert.equal(tiles.customdata[y][x], customdata[y][x]);
      });
    });
  }
});

test("every neuron of every network is as active as in Python", () => {
  for (const { layers, numbers, traces } of fixture("network")) {
    const network = { layers: unpack(new Uint8Array(Float32Array.from(numbers).buffer), layers, false) };
    for (const { pixels, activations, weightedSums } of traces) {
      const trace = forward(network, Float32Array.from(pixels));
      activations.forEach((values, layer) => assertClose(trace.activations[layer], values, 1e-5, `layer ${layer}`));
      weightedSums.forEach((values, layer) => assertClose(trace.weightedSums[layer], values, 1e-4, `sums ${layer}`));
    }
  }
});

test("every answer is given and said as Python does", () => {
  for (const { rules, sums, outputs, isBlot, kind, digits, likely, words } of fixture("answer")) {
    const answer = read(rules, { weightedSums: [sums], activations: [outputs] }, isBlot);
    assert.equal(answer.kind, kind);
    assert.deepEqual(answer.digits, digits);
    assertClose(answer.likely, likely, 1e-9, "how likely is");
    assert.equal(sentence(rules, answer), words);
  }
});

test("every share is said in the same percent", () => {
  for (const [part, words] of fixture("percent")) assert.equal(percent(part), words, `${part}`);
});
