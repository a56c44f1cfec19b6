"""One call from its request to its value or error, decided without I/O."""
