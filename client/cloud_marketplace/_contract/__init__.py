"""Responses of production, checked against the description in the background."""
