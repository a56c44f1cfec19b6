"""Checks of reports: their life, their files and their rows."""
