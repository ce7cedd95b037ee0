"""What all screens share that show a list: the list itself, its filter, its hints, its moves."""
