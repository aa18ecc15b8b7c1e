"""Ten keys, one a digit."""
