"""Property tests with schemathesis."""
