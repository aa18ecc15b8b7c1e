// 28 × 28 numbers as light.

import { contextOf } from "./required.js";

export const SIDE = 28;

/** @typedef {{ x: number, y: number, scale: number }} Spot where a picture's corner lies, and how large its pixels are */

/**
 * Paint 28 × 28 numbers as light over a whole canvas.
 * @param {HTMLCanvasElement} canvas a square
 * @param {Float32Array | number[]} numbers 0–1, row by row
 * @param {string[]} light colours from 0 to 1
 * @returns {Spot} where they lie, in pixels of the canvas
 */
export function paintCells(canvas, numbers, light) {
  const context = contextOf(canvas);
  const scale = canvas.width / SIDE;
  numbers.forEach((number, index) => {
    context.fillStyle = light[Math.round(number * (light.length - 1))];
    context.fillRect((index % SIDE) * scale, Math.floor(index / SIDE) * scale, scale, scale);
  });
  return { x: 0, y: 0, scale };
}
