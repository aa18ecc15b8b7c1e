"""The pages of the app, one script each, and what they share."""
