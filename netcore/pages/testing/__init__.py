"""What the page "Test" shows."""
