"""Promises kept by what was recorded."""
