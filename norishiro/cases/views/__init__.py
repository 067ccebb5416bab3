"""The screens of this room: the list, the one page of a household, and what is done from there."""
