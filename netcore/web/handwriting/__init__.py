"""A person's own handwriting: collected, kept in files, learned from."""
