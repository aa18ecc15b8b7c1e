"""What is kept in files: networks, pictures, and how to write so that nothing is lost."""
