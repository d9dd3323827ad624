# Starts a second kernel's worth of machinery: nested event loops and an embedded shell.
import asyncio

from IPython.core.interactiveshell import InteractiveShell

gained = []
try:
    asyncio.get_event_loop().run_until_complete(asyncio.sleep(0))
except Exception:
    pass
other = InteractiveShell()
other.run_cell("x = 1")
