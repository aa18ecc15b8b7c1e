"""The canvas, and the drawing that lies on it."""
