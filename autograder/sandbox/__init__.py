"""Where a student's code runs, so that it can harm nothing.

The trusted side of the sandbox: it runs on the grader's machine and never executes a student's code.
It starts the processes that do, sends them cells and calls, bounds what they use, and checks what they
answer. The rest of the engine uses `host.Sandbox` and `probe.probe`.

Rule: imports nothing of ours but `student`, `bundle` and `errors`. It knows no question and no answer,
so that none can leak to a student's code.

host      Sandbox: runs submissions in one zygote, and replaces it when it dies
attempt   one submission: loads it, makes the calls, goes on after a hang or a crash
process   Zygote: the process that forks a child for each submission, as the host sees it
talk      Child: one forked process, as the host sees it; sends, receives, times and kills
reply     turns what an untrusted child reports into harmless plain data
jail      which files the sandbox may see, and the bubblewrap command that shows only those
allowed   which system calls a child may make, as a seccomp filter
probe     finds out which level of isolation this machine gives, by attacking the sandbox
model     Level and Limits: how well a sandbox isolates, and what a submission may use
inside/   the untrusted side: the program that runs in the sandbox
"""
