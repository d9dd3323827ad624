# Sockets of families that are in no namespace: virtual machines, Bluetooth, packets, the kernel's own.
import socket

gained = []
for family in (40, 31, 17, 38, 29):
    try:
        socket.socket(family, socket.SOCK_STREAM if family != 17 else socket.SOCK_RAW).close()
        gained.append(str(family))
    except OSError:
        pass
