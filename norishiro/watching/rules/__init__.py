"""What is told to the person, what looks like curiosity, and who may say so. One file per question."""
