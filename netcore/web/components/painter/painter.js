// What the browser does on a page that draws charts and nothing else: it paints them, tells of clicks
// in them, and sees to the theme.

let latest; // what the server sent last; older paintings that are still waiting give up
let pick; // tells the server what was clicked

export default function painter({ data, setStateValue, setTriggerValue }) {
  latest = data;
  pick = (what) => data.hears && setTriggerValue("picked", what);
  preferDark();
  setTimeout(() => reportGround(data, setStateValue), 100); // Streamlit puts on another theme meanwhile
  const paintings = Object.entries(data.figures).map(([key, figure]) => paint(key, figure, data));
  Promise.all(paintings).catch((error) => {
    console.warn("netcore: the charts are built anew instead of painted.", error);
    setTriggerValue("failed", true);
  });
}

