// How much room the page has for the diagram: its style sheet decides, and the server lays the diagram out for that.

import { appear } from "../lib/appear.js";
import { message } from "../lib/message.js";
import { report as tell } from "../lib/report.js";

const STEP = 10; // pixels of width: smaller differences don't matter
const SETTLING = 200; // ms after which a window isn't changed any more

/** @type {ResizeObserver | undefined} */
let observer;

/**
 * Tell the server when the diagram has another room than it was laid out for: at once, and when the page is changed.
 * Until it comes, but not for long, it is hidden.
 * @param {import("../lib/message.js").ReadingMessage} data
 * @param {HTMLElement} parent the component's place
 * @param {Mounted<unknown>["setStateValue"]} setStateValue
 */
export async function reportRoom(data, parent, setStateValue) {
  if (!data.room) return;
  const isOver = () => data !== message.latest;
  const page = data.isDrawPage ? ".st-key-draw" : ".st-key-overview"; // the last page's diagram may still be there
  const find = () => document.querySelector(`${page} .st-key-network`);
  const place = await appear(() => (layersOf(find()) ? find() : null), isOver); // it has its style
  const whole = place?.closest(page);
  if (!whole) return;
  let [told, wait] = [`${data.room}`, 0];
  const report = () => {
    const place = find();
    if (isOver() || !place?.clientWidth) return;
    const width = STEP * Math.floor(place.clientWidth / STEP);
    const room = [width, place.clientHeight, layersOf(place) === "down"];
    place.toggleAttribute("data-fits", `${room}` === `${data.room}`); // Streamlit would take a class away again
    if (`${room}` !== told) tell(parent, () => setStateValue("room", room));
    told = `${room}`;
  };
  report();
  observer?.disconnect();
  observer = new ResizeObserver(() => {
    clearTimeout(wait);
    wait = setTimeout(report, SETTLING);
  });
  observer.observe(whole);
}

/**
 * @param {Element | null} place
 * @returns {string} where its style sheet has the layers go, "right" or "down"
 */
function layersOf(place) {
  return place ? getComputedStyle(place).getPropertyValue("--layers").trim() : "";
}
