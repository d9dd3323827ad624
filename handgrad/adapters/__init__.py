"""How the chapters' functions and classes are asked: each becomes a function of plain data. One file a chapter."""
