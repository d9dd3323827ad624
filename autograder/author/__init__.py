"""What an exercise is written with: its page, the drawing of its cases, and answers that are random numbers."""
