"""What hangs on `mp.<name>`: the generated resources, with the workflows added."""
