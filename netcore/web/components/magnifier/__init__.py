"""A glass over the map of digits."""
