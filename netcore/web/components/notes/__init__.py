"""Notes for the one in front."""
