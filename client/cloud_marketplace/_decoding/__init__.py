"""Decode responses to models, and find deviations from the description."""
