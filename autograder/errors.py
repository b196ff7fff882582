"""The one exception for a user's error, such as a missing file or a wrong setting."""


class Refused(Exception):
    """A command cannot be carried out. The message is one line for the user: what, where, what to do."""

    code = 2  # the exit code of the command
