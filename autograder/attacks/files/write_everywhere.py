# Writes wherever a file can be opened for writing, outside its own folders.
import os

gained = []
own = ("/home/student", "/tmp", "/dev", "/proc")
for top in ("/", "/etc", "/usr", "/usr/bin", "/var", "/var/tmp", "/root", "/home", "/opt", "/srv", "/run", "/work"):
    if os.path.isdir(top):
        try:
            with open(os.path.join(top, "handgrad-was-here"), "w") as file:
                file.write("x")
            gained.append(top)
        except OSError:
            pass
