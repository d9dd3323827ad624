# A signed message whose header lacks what every header has.
kernel = get_ipython().kernel
session = kernel.session
parts = [session.pack({"a": 1}), session.pack(kernel.get_parent()), b"{}", b"{}"]
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", session.sign(parts), *parts])
gained = []
