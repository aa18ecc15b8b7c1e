"""Labelled pictures that flow by."""
