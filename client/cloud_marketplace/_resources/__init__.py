"""The resources at `mp.<name>`: the generated ones, with the workflows added."""
