"""A validating reverse proxy: judges the traffic of any program in any language.

`app` passes calls through, byte for byte, and hands a copy to `judge_process`, a process of its
own, so that judging never holds up a call. `judging` finds what is wrong with each of them.
"""
