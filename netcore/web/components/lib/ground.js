// The page's theme: dark unless a person chooses light, and told to the server.

import { message } from "./message.js";

// Streamlit follows the system's theme. Ours is dark unless a person chooses light in the menu:
// let the question for the system's theme be answered "dark", and have Streamlit ask it again.
export function preferDark() {
  if (window.netcorePrefersDark) return;
  window.netcorePrefersDark = true;
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => ask(query.includes("prefers-color-scheme: dark") ? "all" : query);
  window.dispatchEvent(new Event("afterprint"));
}

// Tell the server when its colours aren't those of the page.
export function reportGround(data, setStateValue) {
  const colour = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  const ground = red + green + blue < 3 * 128 ? "dark" : "light";
  if (data === message.latest && ground !== data.ground) setStateValue("ground", ground);
}
