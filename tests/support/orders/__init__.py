"""What the tests about placing orders share."""
