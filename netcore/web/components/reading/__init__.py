"""What reads a drawing while it is drawn, and shows it."""
