// What the bench adds up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { summed } from "../../netcore/web/components/bench/bench.js";

test("vote, the others and the bias add up to the last digit, wherever the sliders stand", () => {
  const neuron = { input: 0.979, others: 2.761, decimals: 3 };
  assert.deepEqual(summed(neuron, { weight: 0.872, bias: 0.555 }), { vote: 0.854, z: 4.17 });
  for (let step = -200; step <= 200; step++) {
    const turned = { weight: step / 20, bias: Number((-step / 7).toFixed(3)) };
    const { vote, z } = summed(neuron, turned);
    const units = [vote, neuron.others, turned.bias].map((part) => Math.round(1000 * part));
    assert.equal(Math.round(1000 * z), units[0] + units[1] + units[2]);
    assert.ok(Math.abs(vote - turned.weight * neuron.input) <= 0.0005 + 1e-9);
  }
});
