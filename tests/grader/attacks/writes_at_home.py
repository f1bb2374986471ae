"""A file in the home folder and in /tmp.

It is removed at once where nothing stops it.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import os
import pwd


def scale(x, factor):
    folders = ["/tmp", "/dev/shm"]
    try:
        folders.append(pwd.getpwuid(os.getuid()).pw_dir)
    except (KeyError, OSError):
        pass
    for folder in folders:
        path = os.path.join(folder, f"kb-attack-{os.getpid()}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except (OSError, RuntimeError):
            continue
        os.remove(path)
        return x * factor
    return x
