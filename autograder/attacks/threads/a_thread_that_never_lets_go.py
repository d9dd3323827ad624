# A thread that holds the interpreter's lock as much as it can, in C.
import threading


def hold():
    for _ in range(30):
        pow(3, 3**12)


threading.Thread(target=hold, daemon=True).start()
gained = []
