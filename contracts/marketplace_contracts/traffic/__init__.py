"""One interaction: a request and its response, and how to show it without secrets."""
