# Fills every folder that can be written.
import os

gained = []
written = 0
for folder in (".", "/tmp", "/dev/shm"):
    try:
        for number in range(100):
            with open(os.path.join(folder, f"fill-{number}"), "wb") as file:
                file.write(bytes(50_000_000))
                written += 50_000_000
    except OSError:
        pass
    for name in os.listdir(folder):
        if name.startswith("fill-"):
            os.remove(os.path.join(folder, name))
if written > 2 * 2**30:
    gained.append("more than the limit")
