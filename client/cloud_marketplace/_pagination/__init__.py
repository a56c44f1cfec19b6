"""Pages of lists, and how to move from one to the next."""
