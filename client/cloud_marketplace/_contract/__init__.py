"""Responses of production, judged against the description in the background."""
