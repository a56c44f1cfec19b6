"""Helpers of several checks."""
