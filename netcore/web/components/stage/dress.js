// Streamlit tells a component the theme's colours and letters; what it puts elsewhere on the page doesn't hear of them.

const THEME = ["background-color", "secondary-background-color", "text-color", "border-color", "primary-color", "font"];

/**
 * Give an element the colours and letters of the theme.
 * @param {HTMLElement} element
 */
export function dress(element) {
  const stage = document.querySelector(".stage");
  if (!stage) return;
  const style = getComputedStyle(stage);
  for (const name of THEME) element.style.setProperty(`--st-${name}`, style.getPropertyValue(`--st-${name}`));
}
