"""What is recorded: one small scenario for each cassette."""
