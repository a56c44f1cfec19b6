"""Tasks that take several calls and have one result."""
