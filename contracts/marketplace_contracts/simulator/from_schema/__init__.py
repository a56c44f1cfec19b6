"""Responses of operations that are described but not simulated, generated from their schemas.

Weighed: jsf and polyfactory read JSON Schema alone (no `nullable`, no OpenAPI references), do not
stop at recursive schemas and bring pydantic and faker along; hypothesis-jsonschema draws for tests
and not by a seed; rstr is only about patterns. A response also has to agree with its page, its
filters and its path, so a small generator over the one reader of the description remains.
"""
