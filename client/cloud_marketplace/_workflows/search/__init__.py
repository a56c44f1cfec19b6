"""Search for an order whose response was lost."""
