"""What looks for planted secrets."""
