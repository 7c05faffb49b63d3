"""Processor time and memory of groups of processes, from /proc."""
import os

TICK = 1e9 / os.sysconf("SC_CLK_TCK")


def children(parent):
    with open(f"/proc/{parent}/task/{parent}/children") as f:
        return [int(pid) for pid in f.read().split()]


def _own_time(pid):
    try:
        with open(f"/proc/{pid}/schedstat") as f:
            return int(f.read().split()[0])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _time_of_the_dead(parent):
    with open(f"/proc/{parent}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) * TICK


def group_time(parent):
    """Nanoseconds spent so far by the children of a process, also those that have ended."""
    return sum(_own_time(pid) for pid in children(parent)) + _time_of_the_dead(parent)


def memory(pid):
    """Kilobytes: proportional share, unique and resident."""
    sizes = {}
    with open(f"/proc/{pid}/smaps_rollup") as f:
        for line in f:
            words = line.split()
            if words[-1] == "kB":
                sizes[words[0]] = int(words[1])
    return {"pss": sizes["Pss:"], "uss": sizes["Private_Clean:"] + sizes["Private_Dirty:"], "rss": sizes["Rss:"]}
