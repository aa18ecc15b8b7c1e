"""What can be taken along from a page."""
