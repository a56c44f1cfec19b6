"""One interaction: a request and its response, and how it is shown without secrets."""
