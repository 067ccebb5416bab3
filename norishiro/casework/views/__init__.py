"""The screens of the processes that cross rooms, one file per process."""
