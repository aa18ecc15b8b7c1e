"""The page that tells how well a network reads."""
