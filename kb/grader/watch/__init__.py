"""Grade a file every time it is saved.

loop      grade each save, with warm workers
saves     the saves of the file, one at a time
settling  when a file that is being written is complete
world     the clock, the disk, and notice of changes
folders   immediate notice of changes, by watchdog
"""
