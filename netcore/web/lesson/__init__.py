"""The lesson: the article, with the reader's own drawing."""
