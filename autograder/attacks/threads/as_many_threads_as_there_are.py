# Starts threads until no more can be started.
import threading
import time

started = 0
try:
    for _ in range(5000):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        started += 1
except RuntimeError:
    pass
gained = ["thousands of threads"] if started > 1000 else []
