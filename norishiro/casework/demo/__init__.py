"""見本の町: invented staff, people and stories for trying the program out. Nobody here exists."""
