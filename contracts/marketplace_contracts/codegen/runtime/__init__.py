"""The plain Python of the generated package, copied there as it is by `make generate`."""
