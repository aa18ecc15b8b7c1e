"""The drawings that a person collects."""
