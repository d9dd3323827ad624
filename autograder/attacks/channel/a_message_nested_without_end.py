# A signed message whose content is nested a million deep.
kernel = get_ipython().kernel
session = kernel.session
parts = [session.pack(session.msg_header("stream")), session.pack(kernel.get_parent()), b"{}", b"[" * 1_000_000 + b"]" * 1_000_000]
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", session.sign(parts), *parts])
gained = []
