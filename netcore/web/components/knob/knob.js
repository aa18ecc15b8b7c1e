// A slider and a number for one value. Every turn has a number; what the server says is shown once it
// has answered the latest of them.

const PAUSE = 80; // ms between the turns that are told while the slider is dragged

export default function knob({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".knob");
  const [slider, typed] = root.querySelectorAll("input");
  root.state ??= { turn: data.turn, told: 0, gesture: Math.random() };
  const { state } = root;
  const isAnother = state.target !== data.target;
  const isAnswered = data.turn === state.turn;
  state.target = data.target;
  if (isAnother) state.isTyping = state.isDragged = false;

  root.querySelector("span").textContent = data.label;
  slider.ariaLabel = data.label;
  typed.ariaLabel = `${data.label}, typed`;
  // Other ends would move the value away from under the pointer that drags it.
  if (!state.isDragged) Object.assign(slider, { min: data.least, max: data.most, step: data.step });
  slider.disabled = data.disabled;
  Object.assign(typed, { min: data.limits[0], max: data.limits[1], step: "any", disabled: data.disabled });
  if (isAnswered || isAnother) show(data.value);

  function show(value) {
    slider.value = value;
    if (!state.isTyping) typed.value = value;
  }

  function tell(value) {
    clearTimeout(state.waiting);
    state.told = Date.now();
    state.turn += 1;
    setTriggerValue("turned", { value, number: state.turn, gesture: `${state.gesture}`, target: data.target });
  }

  // A drag, a key that is held, and a number that is typed are each undone at once.
  slider.onpointerdown = () => (state.gesture += 1);
  slider.onkeydown = ({ repeat }) => (state.gesture += repeat ? 0 : 1);
  slider.oninput = () => {
    state.isDragged = true;
    typed.value = slider.value;
    clearTimeout(state.waiting);
    state.waiting = setTimeout(() => tell(slider.valueAsNumber), Math.max(0, PAUSE - (Date.now() - state.told)));
  };
  slider.onchange = () => {
    state.isDragged = false;
    tell(slider.valueAsNumber);
  };
  typed.oninput = () => (state.isTyping = true);
  typed.onchange = () => {
    state.isTyping = false;
    state.gesture += 1;
    if (typed.value === "" || !typed.reportValidity()) return show(data.value);
    slider.value = typed.value;
    tell(typed.valueAsNumber);
  };
}
