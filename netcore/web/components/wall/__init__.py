"""The drawings of a class, as they come."""
