"""What the browser keeps for its person, and what it says while the line to the server is down."""
