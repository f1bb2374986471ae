"""The system calls that an answer has no use for, by name, with their numbers on two architectures.

Left alone are files (Landlock and the mounts see to those), memory that the limit counts, threads, timers and the
signals to oneself.
"""

from __future__ import annotations

# name, number on x86-64, number on 64-bit ARM
TABLE = """
# new processes and programs
clone                56  220
clone3              435  435
fork                 57    -
vfork                58    -
execve               59  221
execveat            322  281
memfd_create        319  279
uselib              134    -
# sockets; a pair of connected ones stays
socket               41  198
connect              42  203
accept               43  202
accept4             288  242
bind                 49  200
listen               50  201
# other processes, and what would let one in
kill                 62  129
tkill               200  130
tgkill              234  131
rt_sigqueueinfo     129  138
rt_tgsigqueueinfo   297  240
pidfd_open          434  434
pidfd_getfd         438  438
pidfd_send_signal   424  424
ptrace              101  117
process_vm_readv    310  270
process_vm_writev   311  271
process_madvise     440  440
process_mrelease    448  448
kcmp                312  272
prctl               157  167
prlimit64           302  261
getpriority         140  141
setpriority         141  140
ioprio_get          252   31
ioprio_set          251   30
sched_setparam      142  118
sched_setscheduler  144  119
sched_setaffinity   203  122
sched_setattr       314  274
migrate_pages       256  238
move_pages          279  239
fcntl                72   25
ioctl                16   29
# memory that no limit counts
mmap                  9  222
map_shadow_stack    453  453
# shared memory, semaphores and message queues
shmget               29  194
shmat                30  196
shmctl               31  195
shmdt                67  197
semget               64  190
semop                65  193
semctl               66  191
semtimedop          220  192
msgget               68  186
msgsnd               69  189
msgrcv               70  188
msgctl               71  187
mq_open             240  180
mq_unlink           241  181
mq_timedsend        242  182
mq_timedreceive     243  183
mq_notify           244  184
mq_getsetattr       245  185
# rights, owners and marks of files, which Landlock does not cover
chmod                90    -
fchmod               91   52
fchmodat            268   53
fchmodat2           452  452
chown                92    -
fchown               93   55
lchown               94    -
fchownat            260   54
utime               132    -
utimes              235    -
futimesat           261    -
utimensat           280   88
mknod               133    -
mknodat             259   33
setxattr            188    5
lsetxattr           189    6
fsetxattr           190    7
setxattrat          463  463
removexattr         197   14
lremovexattr        198   15
fremovexattr        199   16
removexattrat       466  466
file_setattr        469  469
name_to_handle_at   303  264
open_by_handle_at   304  265
fanotify_init       300  262
fanotify_mark       301  263
# being told of what others do with files, which Landlock does not cover either
inotify_init        253    -
inotify_init1       294   26
inotify_add_watch   254   27
# namespaces and mounts
unshare             272   97
setns               308  268
mount               165   40
umount2             166   39
pivot_root          155   41
chroot              161   51
open_tree           428  428
open_tree_attr      467  467
move_mount          429  429
mount_setattr       442  442
fsopen              430  430
fsconfig            431  431
fsmount             432  432
fspick              433  433
# the machine
bpf                 321  280
perf_event_open     298  241
userfaultfd         323  282
io_setup            206    0
io_uring_setup      425  425
io_uring_enter      426  426
io_uring_register   427  427
memfd_secret        447  447
add_key             248  217
request_key         249  218
keyctl              250  219
create_module       174    -
init_module         175  105
delete_module       176  106
finit_module        313  273
kexec_load          246  104
kexec_file_load     320  294
reboot              169  142
swapon              167  224
swapoff             168  225
acct                163   89
quotactl            179   60
quotactl_fd         443  443
personality         135   92
syslog              103  116
vhangup             153   58
sethostname         170  161
setdomainname       171  162
settimeofday        164  170
clock_settime       227  112
adjtimex            159  171
clock_adjtime       305  266
iopl                172    -
ioperm              173    -
modify_ldt          154    -
lookup_dcookie      212   18
"""


def column(index: int) -> dict[str, int]:
    """The numbers of one architecture."""
    rows = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return {row[0]: int(row[index]) for row in rows if row[index] != "-"}


AUDIT_X86_64, AUDIT_AARCH64 = 0xC000003E, 0xC00000B7
ARCHITECTURES = {"x86_64": (AUDIT_X86_64, column(1)), "aarch64": (AUDIT_AARCH64, column(2))}

# Of these calls some uses stay. First: an argument by its index, and the values of it that are refused ...
REFUSED_VALUES = {
    # FIOSETOWN, SIOCSPGRP: signals to others by way of a file; TIOCSTI, TIOCLINUX: typing into a terminal; SETFLAGS,
    # FSSETXATTR, ENABLE_VERITY: marks of a file, for which it need not be open for writing
    "ioctl": (1, (0x8901, 0x8902, 0x5412, 0x541C, 0x40086602, 0x401C5820, 0x40806685)),
}
# ... or the combinations of its bits. RLIMIT_DATA counts neither what is shared nor what grows down as a stack does.
MAP_SHARED, MAP_ANONYMOUS, MAP_GROWSDOWN = 0x01, 0x20, 0x100
REFUSED_BITS = {"mmap": (3, (MAP_SHARED | MAP_ANONYMOUS, MAP_GROWSDOWN))}
# ... or the only values that are allowed, of every argument that is named; "self" is the process's own id.
Allowed = tuple[int, tuple[int | str, ...]]
OF_ITSELF: Allowed = (0, (0, "self"))
ALLOWED_VALUES: dict[str, tuple[Allowed, ...]] = {
    **dict.fromkeys(("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"), ((0, ("self",)),)),
    **dict.fromkeys(("prlimit64", "sched_setparam", "sched_setscheduler"), (OF_ITSELF,)),
    **dict.fromkeys(("sched_setaffinity", "sched_setattr"), (OF_ITSELF,)),
    # PRIO_PROCESS and IOPRIO_WHO_PROCESS: with a group or a user for `which`, 0 stands for all of its processes
    **dict.fromkeys(("getpriority", "setpriority"), ((0, (0,)), (1, (0, "self")))),
    **dict.fromkeys(("ioprio_get", "ioprio_set"), ((0, (1,)), (1, (0, "self")))),
    # Not SETOWN, SETSIG, SETOWN_EX (signals to others), SETLEASE, NOTIFY (which stop or watch others at a file),
    # SETPIPE_SZ (memory that no limit counts) and what later kernels add.
    "fcntl": ((1, (*range(8), 9, 11, 16, 36, 37, 38, 1025, 1027, 1028, 1030, 1032, 1034, 1035)),),
    # Names, vector lengths, speculation, tagged pointers, huge pages, and what only asks. Not PDEATHSIG, DUMPABLE, MM,
    # CHILD_SUBREAPER, PTRACER (what the grader has set, and who may look in), FUTEX_HASH (memory that no limit counts).
    "prctl": (
        (
            0,
            (
                *(2, 3, 7, 15, 16, 21, 23, 24, 27, 30, 34, 37, 38, 39, 41, 42, 46),
                *(50, 51, 52, 53, 54, 55, 56, 63, 64, 0x41555856, 0x53564D41),
            ),
        ),
    ),
}
CLONE_THREAD = 0x00010000
