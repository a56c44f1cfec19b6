"""Servers for tests over real connections."""
