// A picture that is pasted anywhere on the page goes to the server, made small enough.

import { message } from "../lib/message.js";
import { contextOf } from "../lib/required.js";

const LARGEST = 1000; // pixels of a side: larger pictures are made smaller by the server, too
const QUALITY = 0.92;

/** The whole page hears it, for good, whichever component is there. */
export function hearPaste() {
  document.addEventListener("paste", (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    if (file) send(file).catch((error) => console.warn("netcore: what was pasted is no picture.", error));
  });
}

/** @param {File} file */
async function send(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const paper = document.createElement("canvas");
  paper.width = Math.max(1, Math.round(scale * picture.width));
  paper.height = Math.max(1, Math.round(scale * picture.height));
  contextOf(paper).drawImage(picture, 0, 0, paper.width, paper.height);
  message.paste(paper.toDataURL("image/webp", QUALITY));
}
