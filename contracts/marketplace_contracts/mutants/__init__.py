"""Mutants of the simulator: does the check notice random changes of a service?

The catalogue of drifts holds known kinds of deviations. A mutant is a random one:
one comparison, text, number, operator, condition or statement of the simulator's source, drawn by
seed. Each mutant is a service of its own, against which the sequence checks run; what no check
notices is a promise that no check tests, or has no effect outside (`of_no_consequence.yaml`).

mutmut and cosmic-ray were weighed. Both mutate a working copy, run a test command for every
mutant, and count its exit codes; neither draws a sample by seed over kinds of changes, keeps a list
of accepted survivors with reasons, or runs two mutants side by side from one tree. What is left,
a list of changes and a loader for a changed module, is shorter than their configuration.
"""
