"""Checks of lists: pagination, filters and sort order."""
