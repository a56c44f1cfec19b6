"""Seeded worlds."""
