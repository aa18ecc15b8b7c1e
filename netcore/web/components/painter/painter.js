// What the browser does on a page that draws charts and nothing else: it paints them, tells of clicks
// in them, and sees to the theme.

import { paint } from "../lib/figures.js";
import { preferDark, reportGround } from "../lib/ground.js";
import { message } from "../lib/message.js";

export default function painter({ data, setStateValue, setTriggerValue }) {
  message.latest = data;
  message.pick = (what) => data.hears && setTriggerValue("picked", what);
  preferDark();
  setTimeout(() => reportGround(data, setStateValue), 100); // Streamlit puts on another theme meanwhile
  const paintings = Object.entries(data.figures).map(([key, figure]) => paint(key, figure, data));
  Promise.all(paintings).catch((error) => {
    console.warn("netcore: the charts are built anew instead of painted.", error);
    setTriggerValue("failed", true);
  });
}
