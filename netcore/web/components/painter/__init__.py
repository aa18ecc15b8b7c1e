"""What paints the charts of a page."""
