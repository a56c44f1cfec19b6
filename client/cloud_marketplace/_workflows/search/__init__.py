"""Finding out what became of an order whose response was lost."""
