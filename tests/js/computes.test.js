// What the browser computes is what Python computes, which wrote it down: see fixtures.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { answerOf, confidenceOf, digitsOf, percent, read, sentence } from "../../netcore/web/components/lib/answer.js";
import { Curve } from "../../netcore/web/components/lib/curve.js";
import { drawn, drawnLevels } from "../../netcore/web/components/lib/floats.js";
import { sentencesOf } from "../../netcore/web/components/lib/language.js";
import { shownSum, signed, strongestPushes, termsOf } from "../../netcore/web/components/lib/ledger.js";
import {
  best,
  contributions,
  forward,
  numbersOf,
  strongest,
  unpack,
} from "../../netcore/web/components/lib/network.js";
import { inkIn, prepare } from "../../netcore/web/components/lib/preprocess.js";
import { tilesOf } from "../../netcore/web/components/lib/tiles.js";

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
    const ink = inkIn(picture, rules);
    assert.equal(ink === undefined, pixels === null);
    if (!ink) continue;
    const there = prepare(ink, rules);
    assert.equal(there.isBlot, isBlot);
    assertClose(there.pixels, pixels, 1e-6, "pixel");
  }
});

test("pixels arrive as they were", () => {
  for (const { packed, pixels } of fixture("pixels")) assert.deepEqual(Array.from(drawn(packed, 784)), pixels);
});

test("grey levels arrive as they were", () => {
  for (const { packed, pixels } of fixture("levels")) {
    assertClose(
      drawnLevels(packed, 784),
      pixels.map((pixel) => pixel / 255),
      1e-6,
      "pixel",
    );
  }
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

test("a network that learns is read with as it was last, while its numbers of now are on their way", () => {
  for (const { layers, packed } of fixture("rounded")) {
    const bytes = Uint8Array.from(packed);
    const networks = new Map([
      ["exact", bytes],
      ["~older", bytes],
      ["~last", bytes],
      ["~other", bytes.subarray(1)],
    ]);
    assert.deepEqual(numbersOf(networks, { fingerprint: "~older", isRounded: true, layers }), ["~older", bytes]);
    assert.deepEqual(numbersOf(networks, { fingerprint: "~now", isRounded: true, layers }), ["~last", bytes]);
    assert.equal(numbersOf(networks, { fingerprint: "now", isRounded: false, layers }), undefined);
    assert.deepEqual(numbersOf(networks, { fingerprint: "exact", isRounded: false, layers }), ["exact", bytes]);
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
  for (const { rules, numbers, traces } of fixture("network")) {
    const network = { layers: unpack(bytes(numbers), rules.layers, false) };
    for (const { pixels, activations, weightedSums } of traces) {
      const trace = forward(network, Float32Array.from(pixels));
      activations.forEach((values, layer) => assertClose(trace.activations[layer], values, 1e-5, `layer ${layer}`));
      weightedSums.forEach((values, layer) => assertClose(trace.weightedSums[layer], values, 1e-4, `sums ${layer}`));
    }
  }
});

test("the connections that are drawn are Python's", () => {
  for (const { rules, numbers, traces } of fixture("network")) {
    const layers = unpack(bytes(numbers), rules.layers, false);
    for (const { activations, strongest: chosen } of traces) {
      layers.forEach((layer, number) => {
        const before = Float32Array.from(activations[number]);
        const { inputs, carried, largest } = contributions(layer, before, rules.restStrength);
        const here = [...strongest(carried, inputs, number, rules)].filter((index) => carried[index]).sort(byNumber);
        const there = chosen[number].filter(([, , push]) => push); // of those that carry nothing any may be chosen
        const places = there.map(([sender, receiver]) => receiver * inputs + sender);
        assert.deepEqual(here, places.toSorted(byNumber));
        const pushes = places.map((index) => carried[index] / largest);
        const theirs = there.map(([, , push]) => push);
        assertClose(pushes, theirs, 1e-6, `push into layer ${number}`);
      });
    }
  }
});

const byNumber = (one, other) => one - other;

test("the largest are found in one walk, whatever they are", () => {
  const numbers = Float32Array.from({ length: 500 }, (_, index) => Math.sin(index * index) * ((index % 7) + 1));
  const byStrength = (one, other) => Math.abs(numbers[other]) - Math.abs(numbers[one]);
  for (const [begin, end, count] of [
    [0, 500, 1],
    [100, 400, 17],
    [0, 20, 20],
    [0, 5, 9],
  ]) {
    const places = Array.from({ length: end - begin }, (_, index) => begin + index);
    const largest = places.sort(byStrength).slice(0, count).sort(byNumber);
    assert.deepEqual([...best(numbers, begin, end, count)].sort(byNumber), largest);
  }
});

test("what a neuron was given adds up to the last digit, as on the server", () => {
  for (const { weights, activations, z, bias, rules, shown, words, rows, others } of fixture("ledger")) {
    const sums = shownSum(z, bias, rules.decimals);
    assertClose(sums, shown, 1e-12, "sum");
    const pushes = strongestPushes(weights, activations, sums[0], rules);
    assertClose(pushes.rows.flat(), rows.flat(), 1e-9, "origin and push");
    assert.ok(Math.abs(pushes.others - others) < 1e-9);
    const said = [...sums, pushes.others].map((number) => signed(number, rules.decimals));
    assert.deepEqual(said, words);
    const total = pushes.rows.reduce((sum, [, push]) => sum + push, pushes.others);
    assert.equal(signed(total, rules.decimals), words[0]);
  }
});

test("all that a neuron was given, one by one, adds up to the last digit; what is 0 is left out", () => {
  for (const { weights, activations, shown, rules } of fixture("ledger")) {
    const scale = 10 ** rules.decimals;
    const terms = termsOf(weights, activations, shown[0], rules.decimals);
    assert.deepEqual(
      terms.map(([origin]) => origin),
      [...activations.keys()].filter((origin) => activations[origin]),
    );
    const units = terms.map(([, push]) => Math.round(push * scale));
    assert.equal(
      units.reduce((sum, unit) => sum + unit, 0),
      Math.round(shown[0] * scale),
    );
    for (const [origin, push] of terms) {
      assert.ok(Math.abs(push - weights[origin] * activations[origin]) < 1.001 / scale, `${push} from ${origin}`);
    }
  }
  assert.deepEqual(termsOf([1, 2], [0, 0], 0, 3), []);
});

test("a stroke goes half way between the points that stay, and grows as if it were drawn at once", () => {
  for (const { points, middles } of fixture("stroke")) {
    const curve = new Curve(points[0]);
    for (const point of points.slice(1)) curve.extend(point, false);
    const { tail, last, least } = curve.now();
    const pieces = [...curve.settled, ...tail];
    const ends = pieces.flatMap(([, , end]) => end);
    assertClose(ends, middles.flat(), 1e-9, "middle");
    pieces.slice(1).forEach(([start], number) => assert.deepEqual(start, pieces[number][2]));
    assertClose(last[1], points.at(-1), 0.03, "end");
    const parts = [0, 0.25, 0.5, 0.75, 1];
    const onCurve = ([start, bend, end], part, axis) =>
      (1 - part) ** 2 * start[axis] + 2 * part * (1 - part) * bend[axis] + part ** 2 * end[axis];
    for (const axis of [0, 1]) {
      // Fabric.js looks where the cubic curve turns round that has the bend twice, which is further out.
      const reached = pieces.flatMap((piece) => parts.map((part) => onCurve(piece, part, axis)));
      assert.ok(least[axis] <= Math.min(...reached, last[1][axis]) + 1e-9);
    }
  }
});

test("a pen that rests, trembles or draws a straight line adds no points", () => {
  const curve = new Curve([10, 10]);
  assert.ok(curve.extend([20, 10], false));
  assert.ok(!curve.extend([20, 10], false));
  for (const x of [30, 30.1, 30.2, 40, 50]) curve.extend([x, 10], false);
  const kept = curve.kept.map(([x]) => x);
  assert.deepEqual(kept, [10, 20, 30]);
  const waiting = curve.waiting.length;
  curve.extend([90, 90], true);
  assert.equal(curve.waiting.length, waiting);
  assert.deepEqual(curve.waiting.at(-1), [90, 90]);
});

test("every drawing is read as by Python, from the pixels of the canvas to the words", () => {
  const { greys, answers } = fixture("drawings");
  const pictures = greys.map((letters) => {
    const grey = bytes(letters);
    const data = new Uint8ClampedArray(4 * grey.length).map((_, index) => (index % 4 === 3 ? 255 : grey[index >> 2]));
    return { data, width: 280, height: 280 };
  });
  for (const { rules, numbers, readings } of answers) {
    const network = { layers: unpack(bytes(numbers), rules.layers, false) };
    readings.forEach(({ outputs, kind, digits, confidence, words, boxes, strays }, drawing) => {
      const reading = read(network, pictures[drawing], rules);
      assertClose(reading.parts[0].trace.activations.at(-1), outputs, 1e-5, `drawing ${drawing}, output`);
      assert.deepEqual([reading.kind, digitsOf(reading), sentence(rules, reading, 0)], [kind, digits, words]);
      const found = reading.parts.map(({ box }) => box);
      assert.deepEqual([found, reading.strays], [boxes, strays]);
      assertClose([confidenceOf(reading)], [confidence], 1e-4, "confidence");
    });
  }
});

test("every answer is given and said as Python does", () => {
  for (const { rules, sums, outputs, isBlot, kind, digits, likely, words } of fixture("answer")) {
    const answer = answerOf({ weightedSums: [sums], activations: [outputs] }, rules);
    if (isBlot) answer.kind = "no digit";
    const reading = { kind: answer.kind, parts: [{ isBlot, answer, digit: answer.digit }], strays: [] };
    assert.equal(answer.kind, kind);
    assert.deepEqual(digitsOf(reading), digits);
    assertClose(answer.likely, likely, 1e-9, "how likely is");
    assert.equal(sentence(rules, reading, 0), words);
  }
});

test("every share is said in the same percent", () => {
  for (const [part, words] of fixture("percent")) assert.equal(percent(part), words, `${part}`);
});

test("a catalogue is read as by Python", () => {
  const { text, sentences } = fixture("catalogue");
  assert.deepEqual(sentencesOf(text), sentences);
});
