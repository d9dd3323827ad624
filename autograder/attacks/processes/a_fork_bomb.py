# Processes that start processes.
import os
import time

gained = []
for _ in range(1000):
    try:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    except OSError:
        break
else:
    gained.append("a thousand processes")
