"""How a result looks: on the terminal, and in files."""
