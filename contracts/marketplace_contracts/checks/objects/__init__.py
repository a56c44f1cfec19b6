"""Checks of single objects and the references between them."""
