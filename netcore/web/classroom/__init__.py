"""The page of a class that writes together."""
