"""What belongs to one person, as plain data: their drawing, their own network, their handwriting."""
