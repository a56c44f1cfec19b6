"""One run of the check, from its settings to its results."""
