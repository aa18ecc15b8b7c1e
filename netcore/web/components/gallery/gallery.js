// Pictures as buttons: tells the server which was clicked.

const FEW = 18; // pictures that may be larger

export default function gallery({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".gallery");
  root.classList.toggle("few", data.length <= FEW);
  const content = JSON.stringify(data);
  if (root.content === content) return; // a button that has the focus keeps it
  root.content = content;
  const buttons = data.map(({ number, url, name, caption }) => {
    const button = document.createElement("button");
    const picture = document.createElement("img");
    Object.assign(button, { type: "button", title: name, onclick: () => setTriggerValue("picked", { number }) });
    Object.assign(picture, { src: url, alt: name });
    button.append(picture, caption);
    return button;
  });
  root.replaceChildren(...buttons);
}
