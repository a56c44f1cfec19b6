"""Settings of a client: read, checked, and never shown when secret."""
