"""What cannot be called in a sandbox: a filter of system calls."""

import platform
import struct

# Numbers of system calls on x86_64 and on aarch64. Each would get round something that the sandbox promises.
REFUSED = {
    # new namespaces, in which one has rights again
    "unshare": (272, 97),
    "clone3": (435, 435),  # its flags lie in memory, out of a filter's sight; C's library then takes clone
    # reaching into the process that guards the sandbox
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    # the grader's keys, which are in no namespace
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # memory that no limit counts
    "shmget": (29, 194),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # parts of the kernel with a history of holes
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
CLONE = (56, 220)
NEW_NAMESPACE = 0x7E020000  # the CLONE_NEW* flags
SOCKET = (41, 198)
FAMILIES = (1, 2, 10, 16)  # Unix, IPv4, IPv6, netlink; a virtual machine's vsock, say, is in no namespace
# A socket's buffer keeps the size that the system gives it: what sockets can hold is then known by their number.
SETSOCKOPT = (54, 208)
SOL_SOCKET, SO_SNDBUF, SO_SNDBUFFORCE = 1, 7, 32
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def refused_calls() -> bytes:
    """A seccomp filter: the calls above fail as if the kernel did not have them (ENOSYS), all others pass."""
    column, architecture = ARCHITECTURES[platform.machine()]
    # Words of Linux's packet filters, and where they find a call's number, architecture and first arguments.
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    call, of_architecture, first_argument, second_argument, third_argument = 0, 4, 16, 24, 32
    allow, refuse = (answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050000 | 38)
    steps = [
        # A number means another call on another architecture: a 32-bit program's are refused whole.
        (load, 0, 0, of_architecture),
        (equal, 1, 0, architecture),
        refuse,
        (load, 0, 0, call),
        (at_least, 0, 1, 0x40000000),  # x86_64's second set of numbers
        refuse,
    ]
    # After each question: how many steps to pass over if so, and if not.
    for numbers in REFUSED.values():
        steps += [(equal, 0, 1, numbers[column]), refuse]
    steps += [(equal, 0, 4, CLONE[column]), (load, 0, 0, first_argument)]
    steps += [(any_bit, 0, 1, NEW_NAMESPACE), refuse, allow]
    steps += [(equal, 0, 7, SETSOCKOPT[column]), (load, 0, 0, second_argument), (equal, 0, 4, SOL_SOCKET)]
    steps += [(load, 0, 0, third_argument), (equal, 1, 0, SO_SNDBUF), (equal, 0, 1, SO_SNDBUFFORCE), refuse, allow]
    steps += [(equal, 0, 2 + 2 * len(FAMILIES), SOCKET[column]), (load, 0, 0, first_argument)]
    for family in FAMILIES:
        steps += [(equal, 0, 1, family), allow]
    steps += [refuse, allow]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
