"""A slider and a number for one value."""
