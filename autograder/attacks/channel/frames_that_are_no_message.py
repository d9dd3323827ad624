# Bytes on the kernel's sockets that are no messages at all.
kernel = get_ipython().kernel
kernel.iopub_socket.send_multipart([b"nothing"])
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", b"", b"\xff"])
gained = []
