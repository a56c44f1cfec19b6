"""Checks of a single response, whatever its operation."""
