"""Questions of other programs at the desk: taken in from a file, and written to one, each looked at first."""
