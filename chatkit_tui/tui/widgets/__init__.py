"""ChatKit widgets in cells: a tree of components in, a block of lines with controls out."""
