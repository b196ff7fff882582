"""Run a student's code where it can harm nothing: see `host` for what the rest of the engine uses.

model      Limits, Call, Outcome, Run, Level: what goes in and comes out
host       Sandbox: one zygote, and what to do when it dies
attempt    one submission: load, call, and go on after a hang or a death
process    the zygote, seen from the host
talk       a child, seen from the host: ask, listen, time, kill
reply      an untrusted child's report, made harmless
jail       what the sandbox may see of this machine, and the bubblewrap command line
allowed    the system calls a child may make, as a seccomp filter
probe      which level this machine can give, found by attacking it
frames     messages on pipes (both sides)
landlock   file access of a child (untrusted side)
sweep      the private directory: how full it is, emptying it (untrusted side)
child      gives up every right, then answers requests (untrusted side)
zygote     has imported everything, forks a child a submission (untrusted side)
"""
