# Installs a package from the network, and from a folder of its own.
import subprocess
import sys

gained = []
done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--retries=0", "--timeout=1", "left-pad"],
                      capture_output=True, timeout=60)
if done.returncode == 0:
    gained.append("a package")
