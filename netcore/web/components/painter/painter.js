// What the browser does on a page that draws charts and nothing else: it paints them, tells of clicks
// in them, and sees to the theme.

import { paint } from "../lib/figures.js";
import { preferDark, reportGround } from "../lib/ground.js";
import { receive, release } from "../lib/message.js";
import { report } from "../lib/report.js";

/** @typedef {import("../lib/message.js").PainterMessage & { hears: boolean }} Message hears: clicks are to be told */

/**
 * @param {Mounted<Message>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function painter({ data, parentElement, setStateValue, setTriggerValue }) {
  /** @type {(what: string) => void} */
  const pick = (what) => data.hears && setTriggerValue("picked", what);
  receive(data, pick);
  preferDark();
  reportGround(data, parentElement, setStateValue);
  const paintings = Object.entries(data.figures).map(([key, figure]) => paint(key, figure, data));
  Promise.all(paintings).catch((error) => {
    console.warn("netcore: the charts are built anew instead of painted.", error);
    report(parentElement, () => setTriggerValue("failed", true));
  });
  return () => {
    release(pick);
  };
}
