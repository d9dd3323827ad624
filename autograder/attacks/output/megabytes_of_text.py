# Prints thirty megabytes.
gained = []
for _ in range(30):
    print("x" * 1_000_000)
