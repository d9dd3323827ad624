# Looks for sockets of the machine that have a place among the files, or a name without one.
import os
import socket

gained = []
names = [f"\0handgrad-test-{PORT}", "/var/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket", "/tmp/.X11-unix/X0"]
for name in names:
    try:
        with socket.socket(socket.AF_UNIX) as out:
            out.settimeout(0.3)
            out.connect(name)
            gained.append(name.strip("\0"))
    except OSError:
        pass
