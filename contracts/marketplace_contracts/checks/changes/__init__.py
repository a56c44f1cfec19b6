"""Checks of orders that change a subscription."""
