"""The screens of the letter-box for staff, one file per noun."""
