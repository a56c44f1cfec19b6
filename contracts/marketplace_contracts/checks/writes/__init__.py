"""Checks of creating and updating objects."""
