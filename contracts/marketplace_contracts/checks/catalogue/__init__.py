"""Checks of products: how they are named, what they cost, and how they appear in orders."""
