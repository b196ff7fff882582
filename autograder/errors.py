"""What a command refuses to do, in one line that its user can act on."""


class Refused(Exception):
    """A command that cannot be carried out. The message is one line: what, where, what to do."""

    code = 2  # the exit code of the command
