"""How well a network reads, and what it makes of what is no digit."""
