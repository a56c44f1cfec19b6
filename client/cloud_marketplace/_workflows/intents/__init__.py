"""The record of an order that is to be placed once."""
