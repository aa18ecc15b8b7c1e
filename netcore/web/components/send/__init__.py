"""A button that waits for the pen."""
