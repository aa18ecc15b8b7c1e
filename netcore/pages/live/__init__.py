"""What the browser needs to read a drawing itself while the pen is still moving."""
