"""The way through the steps of a lesson."""
