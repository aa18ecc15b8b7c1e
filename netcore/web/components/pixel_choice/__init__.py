"""One pixel of a picture, to be chosen."""
