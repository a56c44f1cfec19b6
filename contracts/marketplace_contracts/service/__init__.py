"""The service under check and the requests that are sent to it."""
