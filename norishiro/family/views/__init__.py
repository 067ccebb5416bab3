"""The screens of the family's drawing."""
