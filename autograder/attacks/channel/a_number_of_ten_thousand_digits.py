# A signed message with a number that Python refuses to read.
kernel = get_ipython().kernel
session = kernel.session
parts = [session.pack(session.msg_header("stream")), session.pack(kernel.get_parent()), b"{}", b'{"text": ' + b'1' * 10_000 + b'}']
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", session.sign(parts), *parts])
gained = []
