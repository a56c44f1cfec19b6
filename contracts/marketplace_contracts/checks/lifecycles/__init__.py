"""Checks of orders, subscriptions and reports over time."""
