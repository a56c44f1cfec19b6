"""Output of results: on the terminal and in files."""
