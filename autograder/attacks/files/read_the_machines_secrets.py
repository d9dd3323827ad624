# Reads what programs keep on a machine: keys, passwords, mounted secrets, the environment.
import os

gained = []
for path in ("/etc/shadow", "/root/.ssh/id_rsa", "/root/.bash_history", "/var/run/docker.sock", "/run/secrets", "/proc/1/environ",
             "/proc/kcore", "/dev/sda", "/dev/mem", "/var/run/secrets/kubernetes.io/serviceaccount/token"):
    try:
        with open(path, "rb") as file:
            if file.read(10):
                gained.append(path)
    except OSError:
        pass
gained += [name for name in os.environ if "SECRET" in name or "TOKEN" in name]
