"""The forms of the processes that cross rooms."""
