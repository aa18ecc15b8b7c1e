"""What the page "Look inside" shows."""
