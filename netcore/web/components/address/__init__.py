"""The page's address, and the way back."""
