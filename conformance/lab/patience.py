"""Waiting for what takes its time."""

import time


def until(holds, seconds, pause=1.0):
    """Asks until the answer is true or the time is over; gives the last answer."""
    end = time.time() + seconds
    while not (answer := holds()) and time.time() < end:
        time.sleep(pause)
    return answer
