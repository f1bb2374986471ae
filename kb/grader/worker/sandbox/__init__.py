"""The layers that confine a worker, and what ends with it: namespaces, Landlock, seccomp, limits, the audit hook."""
