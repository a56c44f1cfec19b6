"""Checks of credentials and tokens."""
