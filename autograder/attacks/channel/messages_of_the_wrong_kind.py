# Messages whose content is not what their type says.
kernel = get_ipython().kernel


def send(kind, content, **more):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent(), **more)


for kind, content in (
    ("stream", {"name": 5, "text": ["a"]}),
    ("display_data", {"data": 5, "metadata": None}),
    ("display_data", {"data": {"text/plain": {"a": []}}, "metadata": 3, "transient": []}),
    ("execute_result", {"data": {"text/plain": "12.0"}, "execution_count": "x"}),
    ("error", {}),
    ("clear_output", {}),
    ("status", {"execution_state": {}}),
    ("execute_input", {"execution_count": [[]]}),
    ("comm_open", {"comm_id": [], "data": {}}),
    ("no_such_type", {"data": []}),
):
    send(kind, content)
gained = []
