// Ten keys, one for each digit, with how many drawings there are of it.

const PAUSE = 350; // ms: the canvas sends a stroke 200 ms after its end

// A press right after the last stroke waits until the canvas has sent that stroke.
let penUp = 0;
const lifted = ({ target }) => {
  if (target.closest?.(".st-key-canvas")) penUp = Date.now();
};
document.addEventListener("pointerup", lifted, true);
document.addEventListener("mouseup", lifted, true);
document.addEventListener("touchend", lifted, true);

export default function digitKeys({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".digit-keys");
  root.ariaLabel = data.label;
  if (!root.children.length) {
    for (const digit of data.counts.keys()) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.digit = digit;
      button.append(document.createElement("b"), document.createElement("span"));
      button.firstChild.textContent = digit;
      root.append(button);
    }
  }
  for (const [digit, button] of [...root.children].entries()) {
    const count = data.counts[digit];
    button.lastChild.textContent = count ? `${count} ×` : "none";
    button.ariaLabel = `${digit}: there ${count === 1 ? "is" : "are"} ${count || "none"}`;
    button.classList.toggle("missing", !count);
    button.onclick = () => {
      clearTimeout(root.waiting);
      const tell = () => setTriggerValue("pressed", { digit, target: data.target });
      root.waiting = setTimeout(tell, Math.max(0, PAUSE - (Date.now() - penUp)));
    };
  }
}
