"""The page that one draws on."""
