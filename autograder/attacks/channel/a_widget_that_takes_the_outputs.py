# Opens an output widget, as notebooks do, that takes the outputs of all later cells to itself.
kernel = get_ipython().kernel


def send(kind, content, **more):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent(), **more)


state = {"_model_name": "OutputModel", "_model_module": "@jupyter-widgets/output", "outputs": [], "msg_id": ""}
send("comm_open", {"comm_id": "taken", "target_name": "jupyter.widget", "data": {"state": state}})
send("comm_msg", {"comm_id": "taken", "data": {"method": "update", "state": {"msg_id": kernel.get_parent()["header"]["msg_id"]}}})
for number in range(50):
    send("comm_msg", {"comm_id": f"more {number}", "data": {"method": "update", "state": {"value": "x" * 100_000}}})
gained = []
