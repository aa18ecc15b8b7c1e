"""What shows the network one idea at a time."""
