# Displays thousands of things.
from IPython.display import display

gained = []
for number in range(3_000):
    display({"text/plain": "12.0", "text/html": "<b>12.0</b>"}, raw=True)
