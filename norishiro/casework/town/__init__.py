"""``norishiro town``: a whole invented town of a given size, ten years old, for seeing how the program does under weight."""
