"""Checks of products: what names them, what they cost, and what an order of them says."""
