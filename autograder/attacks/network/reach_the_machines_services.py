# Connects to services of the machine and of the network: a notebook server, a metadata service, a database.
import socket

gained = []
for host, port in (("127.0.0.1", PORT), ("localhost", PORT), ("::1", PORT), ("169.254.169.254", 80), ("1.1.1.1", 53), ("10.0.0.1", 22)):
    try:
        socket.create_connection((host, port), timeout=0.3).close()
        gained.append(f"{host}:{port}")
    except OSError:
        pass
