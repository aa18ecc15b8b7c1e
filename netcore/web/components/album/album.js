// Drawn digits, each below its digit: the picture, what was read before and after, a way to remove it.

export default function album({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".album");
  root.style.setProperty("--right", data.right);
  root.style.setProperty("--wrong", data.wrong);
  const figures = [...root.querySelectorAll("figure")];
  const focused = figures.findIndex((figure) => figure.contains(document.activeElement));
  const known = new Map(figures.map((figure) => [figure.dataset.number, figure]));

  const columns = Array.from({ length: 10 }, () => element("div", { className: "column" }));
  for (const exhibit of data.exhibits) {
    const figure = known.get(exhibit.number) ?? newFigure(exhibit);
    tell(figure, exhibit);
    columns[exhibit.digit].append(figure);
  }
  root.replaceChildren(...columns);
  if (focused >= 0) {
    const left = root.querySelectorAll("figure button");
    left[Math.min(focused, left.length - 1)]?.focus({ preventScroll: true });
  }

  function newFigure({ number, picture }) {
    const figure = element("figure", {});
    figure.dataset.number = number;
    const remove = element("button", { type: "button", textContent: "×" });
    figure.append(element("img", { src: picture }), element("figcaption", {}), remove);
    return figure;
  }

  function tell(figure, { digit, before, after, is_kept_back: isKeptBack }) {
    const [picture, caption, remove] = figure.children;
    const marked = (read) => {
      const isRight = read === digit;
      const className = isRight ? "right" : "wrong";
      return element("b", { className, textContent: `${read}\u2009${isRight ? "✓" : "✗"}` });
    };
    caption.replaceChildren(...(after === null ? [marked(before)] : [`${before} → `, marked(after)]));
    figure.classList.toggle("kept-back", isKeptBack);
    figure.title = isKeptBack ? "Kept back: it never learns from this one." : "";
    const now = after === null ? `read as ${before}` : `read as ${before} before and as ${after} now`;
    picture.alt = `Your ${digit}, ${now}${isKeptBack ? ", kept back" : ""}`;
    remove.ariaLabel = remove.title = `Remove this ${digit}`;
    remove.onclick = () => setTriggerValue("removed", figure.dataset.number);
  }
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
