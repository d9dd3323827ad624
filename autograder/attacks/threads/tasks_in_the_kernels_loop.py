# Fills the kernel's own event loop with tasks that never end.
import asyncio

gained = []


async def spin():
    for _ in range(1000):
        await asyncio.sleep(0)


tasks = [asyncio.get_running_loop().create_task(spin()) for _ in range(500)] if asyncio._get_running_loop() else []
