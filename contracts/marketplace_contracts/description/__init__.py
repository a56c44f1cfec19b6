"""The reader of the OpenAPI description."""
