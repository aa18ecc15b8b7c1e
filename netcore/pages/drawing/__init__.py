"""The canvas, and the way of a drawing to the network."""
