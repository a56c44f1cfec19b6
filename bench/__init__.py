"""Measurements: medians, and ratios against a baseline in the same run."""
