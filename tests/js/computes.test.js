// What the browser computes is what Python computes, which wrote it down: see fixtures.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { percent, read, sentence } from "../../netcore/web/components/lib/answer.js";
import { forward, unpack } from "../../netcore/web/components/lib/network.js";
import { prepare } from "../../netcore/web/components/lib/preprocess.js";

const fixture = (name) => JSON.parse(readFileSync(join(process.env.FIXTURES, `${name}.json`), "utf-8"));

/** Out of base 64, in a buffer of their own. */
const bytes = (letters) => Uint8Array.from(Buffer.from(letters, "base64"));

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

test("every neuron of every network is as active as in Python", () => {
  for (const { layers, numbers, traces } of fixture("network")) {
    const network = { layers: unpack(bytes(numbers), layers) };
    for (const { pixels, activations, weightedSums } of traces) {
      const trace = forward(network, Float32Array.from(pixels));
      activations.forEach((values, layer) => assertClose(trace.activations[layer], values, 1e-5, `layer ${layer}`));
      weightedSums.forEach((values, layer) => assertClose(trace.weightedSums[layer], values, 1e-4, `sums ${layer}`));
    }
  }
});

test("every drawing is read as by Python, from the pixels of the canvas to the words", () => {
  const { greys, answers } = fixture("drawings");
  const pictures = greys.map((letters) => {
    const grey = bytes(letters);
    const data = new Uint8ClampedArray(4 * grey.length).map((_, index) => (index % 4 === 3 ? 255 : grey[index >> 2]));
    return { data, width: 280, height: 280 };
  });
  for (const { rules, numbers, readings } of answers) {
    const network = { layers: unpack(bytes(numbers), rules.layers) };
    readings.forEach(({ outputs, kind, digits, confidence, words }, drawing) => {
      const { pixels, isBlot } = prepare(pictures[drawing], rules.preparing);
      const trace = forward(network, pixels);
      const answer = read(rules, trace, isBlot);
      assertClose(trace.activations.at(-1), outputs, 1e-5, `drawing ${drawing}, output`);
      assert.deepEqual([answer.kind, answer.digits, sentence(rules, answer)], [kind, digits, words]);
      if (digits.length) assertClose([answer.confidence], [confidence], 1e-4, "confidence");
    });
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
