"""A class that writes together: rooms, who is in them, and what they drew."""
