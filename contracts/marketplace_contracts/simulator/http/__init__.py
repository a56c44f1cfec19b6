"""HTTP in front of the handlers: gateway, routes, request validation, error responses."""
