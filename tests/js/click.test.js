import assert from "node:assert/strict";
import { test } from "node:test";
import { clicked } from "../../netcore/web/components/reading/click.js";

const SPOTS = [
  { layer: "hidden 1", number: 0, x: 100, y: 50 },
  { layer: "hidden 1", number: 1, x: 100, y: 70 },
];

test("the nearest neuron is clicked, if it is near enough", () => {
  assert.equal(clicked(SPOTS, 103, 61)?.number, 1);
  assert.equal(clicked(SPOTS, 103, 59)?.number, 0);
  assert.equal(clicked(SPOTS, 130, 59), undefined);
  assert.equal(clicked([], 0, 0), undefined);
});
