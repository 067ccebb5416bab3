"""The rules of the processes that cross rooms, one file per process."""
