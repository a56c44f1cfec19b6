"""Handlers of the operations and the JSON views of objects."""
