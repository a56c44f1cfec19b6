"""Handlers of the operations and the JSON representation of objects."""
