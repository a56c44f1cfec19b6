"""Hooks, logs, spans and redaction."""
