"""The network on screen, handed over to the browser."""
