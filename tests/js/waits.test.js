// What a component waits for ends with it, and goes on with its next message.

import assert from "node:assert/strict";
import { test } from "node:test";
import { appear } from "../../netcore/web/components/lib/appear.js";
import { message, receive, release } from "../../netcore/web/components/lib/message.js";

const sent = () => ({ figures: {}, ground: "dark" });
const nothing = () => undefined;

test("what is waited for is found when it comes", async () => {
  const coming = [undefined, null, "here"];
  const isOver = () => false;
  assert.equal(await appear(() => coming.shift(), isOver), "here");
  await assert.rejects(appear(nothing, isOver, 100), /never appeared/);
});

test("nothing is waited for once the component is gone", async () => {
  const [data, pick] = [sent(), () => {}];
  receive(data, pick);
  let looks = 0;
  const waiting = appear(
    () => void looks++,
    () => data !== message.latest,
  );
  assert.ok(release(pick));
  assert.equal(await waiting, undefined);
  assert.equal(looks, 1);
  assert.equal(message.latest, undefined);
});

test("a component that goes ends nothing of the one that came after it", () => {
  const [data, later] = [sent(), sent()];
  const [pick, pickLater] = [() => {}, () => {}];
  receive(data, pick);
  receive(later, pickLater);
  assert.ok(!release(pick));
  assert.equal(message.latest, later);
  assert.equal(message.pick, pickLater);
});

test("the same message once more is another call", () => {
  const [data, pick, again] = [sent(), () => {}, () => {}];
  receive(data, pick);
  receive(data, again);
  assert.ok(!release(pick));
  assert.equal(message.latest, data);
});
