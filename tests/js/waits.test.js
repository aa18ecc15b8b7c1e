// What a component waits for ends with it, and goes on with its next message.

import assert from "node:assert/strict";
import { test } from "node:test";
import { appear } from "../../netcore/web/components/lib/appear.js";
import { message, receive, release } from "../../netcore/web/components/lib/message.js";
import { arrive, report } from "../../netcore/web/components/lib/report.js";

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

test("what the browser tells of itself waits while a page is being opened, and ends with its component", async () => {
  Object.assign(globalThis, { window: {}, location: { pathname: "/" } });
  const told = [];
  await report({ isConnected: true }, () => told.push("at rest"));
  window.netcoreOpens = performance.now();
  const waiting = report({ isConnected: true }, () => told.push("arrived"));
  const gone = report({ isConnected: false }, () => told.push("gone"));
  await gone;
  assert.deepEqual(told, ["at rest"]);
  arrive();
  await waiting;
  assert.deepEqual(told, ["at rest", "arrived"]);
  window.netcoreOpens = performance.now() - 10_000;
  await report({ isConnected: true }, () => told.push("not for ever"));
  assert.equal(told.at(-1), "not for ever");
  Object.assign(globalThis, { window: undefined, location: undefined });
});
