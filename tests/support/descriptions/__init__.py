"""Descriptions that tests hold against ours."""
