// 28 × 28 numbers as light.

export const SIDE = 28;

// Paint 28 × 28 numbers as light; tell where they lie.
export function paintCells(canvas, numbers, light) {
  const context = canvas.getContext("2d");
  const scale = canvas.width / SIDE;
  numbers.forEach((number, index) => {
    context.fillStyle = light[Math.round(number * (light.length - 1))];
    context.fillRect((index % SIDE) * scale, Math.floor(index / SIDE) * scale, scale, scale);
  });
  return { x: 0, y: 0, scale };
}
