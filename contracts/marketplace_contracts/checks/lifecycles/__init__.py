"""Checks of orders and subscriptions over time."""
