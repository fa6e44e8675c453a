// The system calls of Linux on AArch64 that the personality knows, each declared once. Others return ENOSYS, and the log names them.

namespace RustKernel.Linux;

/// <summary>Numbers. [include/uapi/asm-generic/unistd.h]</summary>
internal enum LinuxCall : ulong
{
    /// <summary>getcwd.</summary>
    [Call("getcwd", Extent.Done)]
    GetCwd = 17,

    /// <summary>eventfd2.</summary>
    [Call("eventfd2", Extent.Done, "at most 32")]
    EventFd2 = 19,

    /// <summary>epoll_create1.</summary>
    [Call("epoll_create1", Extent.Done, "at most 8, each with 256 descriptors")]
    EPollCreate1 = 20,

    /// <summary>epoll_ctl.</summary>
    [Call("epoll_ctl", Extent.Done)]
    EPollCtl = 21,

    /// <summary>epoll_pwait.</summary>
    [Call("epoll_pwait", Extent.Partly, "the signal mask is not changed meanwhile")]
    EPollPWait = 22,

    /// <summary>dup.</summary>
    [Call("dup", Extent.Done)]
    Dup = 23,

    /// <summary>dup3.</summary>
    [Call("dup3", Extent.Done)]
    Dup3 = 24,

    /// <summary>fcntl.</summary>
    [Call(
        "fcntl",
        Extent.Partly,
        "F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL with O_NONBLOCK and O_APPEND; locks (also F_OFD_*) hold within the process: no other "
            + "process learns of them; at most 128")]
    Fcntl = 25,

    /// <summary>inotify_init1.</summary>
    [Call("inotify_init1", Extent.Partly, "taken; changes of files are not reported")]
    InotifyInit1 = 26,

    /// <summary>inotify_add_watch.</summary>
    [Call("inotify_add_watch", Extent.Partly, "taken; changes of files are not reported")]
    InotifyAddWatch = 27,

    /// <summary>inotify_rm_watch.</summary>
    [Call("inotify_rm_watch", Extent.Partly, "taken; changes of files are not reported")]
    InotifyRmWatch = 28,

    /// <summary>ioctl.</summary>
    [Call("ioctl", Extent.Partly, "FIONREAD of a socket; else ENOTTY: nothing is a terminal")]
    Ioctl = 29,

    /// <summary>flock.</summary>
    [Call("flock", Extent.Partly, "LOCK_EX is granted if no one else has the file open; others cannot open it until the lock is released")]
    FLock = 32,

    /// <summary>mkdirat.</summary>
    [Call("mkdirat", Extent.Partly, "rights are not kept")]
    MkDirAt = 34,

    /// <summary>unlinkat.</summary>
    [Call("unlinkat", Extent.Done)]
    UnlinkAt = 35,

    /// <summary>symlinkat.</summary>
    [Call("symlinkat", Extent.Refused, "EPERM: there are no links")]
    SymLinkAt = 36,

    /// <summary>linkat.</summary>
    [Call("linkat", Extent.Refused, "EPERM: there are no links")]
    LinkAt = 37,

    /// <summary>renameat.</summary>
    [Call("renameat", Extent.Done)]
    RenameAt = 38,

    /// <summary>statfs.</summary>
    [Call("statfs", Extent.Partly, "bytes in all and free; numbers of files are 0")]
    StatFs = 43,

    /// <summary>fstatfs.</summary>
    [Call("fstatfs", Extent.Partly, "bytes in all and free; numbers of files are 0")]
    FStatFs = 44,

    /// <summary>truncate.</summary>
    [Call("truncate", Extent.Done)]
    Truncate = 45,

    /// <summary>ftruncate.</summary>
    [Call("ftruncate", Extent.Done)]
    FTruncate = 46,

    /// <summary>fallocate.</summary>
    [Call("fallocate", Extent.Partly, "without a mode; the file becomes as long, the room is not kept")]
    FAllocate = 47,

    /// <summary>faccessat.</summary>
    [Call("faccessat", Extent.Done)]
    FAccessAt = 48,

    /// <summary>chdir.</summary>
    [Call("chdir", Extent.Done)]
    ChDir = 49,

    /// <summary>fchdir.</summary>
    [Call("fchdir", Extent.Done)]
    FChDir = 50,

    /// <summary>fchmod.</summary>
    [Call("fchmod", Extent.Partly, "whether the owner may write")]
    FChMod = 52,

    /// <summary>fchmodat.</summary>
    [Call("fchmodat", Extent.Partly, "whether the owner may write")]
    FChModAt = 53,

    /// <summary>openat.</summary>
    [Call(
        "openat",
        Extent.Partly,
        "/archive, /boot, /data, /tmp as the manifest grants (uses=); rights of a new file are not kept; no O_TMPFILE; of the system: "
            + "/proc/self/maps, /proc/self/stat, /proc/meminfo, /sys/devices/system/cpu, /dev/null, /dev/urandom; the program's own file "
            + "is there, but not to be read: EACCES")]
    OpenAt = 56,

    /// <summary>close.</summary>
    [Call("close", Extent.Done)]
    Close = 57,

    /// <summary>pipe2.</summary>
    [Call("pipe2", Extent.Done, "at most 16 pipes")]
    Pipe2 = 59,

    /// <summary>getdents64.</summary>
    [Call("getdents64", Extent.Done)]
    GetDents64 = 61,

    /// <summary>lseek.</summary>
    [Call("lseek", Extent.Done)]
    LSeek = 62,

    /// <summary>read.</summary>
    [Call("read", Extent.Done)]
    Read = 63,

    /// <summary>write.</summary>
    [Call("write", Extent.Done)]
    Write = 64,

    /// <summary>readv.</summary>
    [Call("readv", Extent.Done)]
    ReadV = 65,

    /// <summary>writev.</summary>
    [Call("writev", Extent.Done)]
    WriteV = 66,

    /// <summary>pread64.</summary>
    [Call("pread64", Extent.Done)]
    PRead64 = 67,

    /// <summary>pwrite64.</summary>
    [Call("pwrite64", Extent.Done)]
    PWrite64 = 68,

    /// <summary>preadv.</summary>
    [Call("preadv", Extent.Done)]
    PReadV = 69,

    /// <summary>pwritev.</summary>
    [Call("pwritev", Extent.Done)]
    PWriteV = 70,

    /// <summary>sendfile.</summary>
    [Call("sendfile", Extent.Refused, "EINVAL: programs read and write instead")]
    SendFile = 71,

    /// <summary>ppoll.</summary>
    [Call("ppoll", Extent.Partly, "the signal mask is not changed meanwhile")]
    PPoll = 73,

    /// <summary>readlinkat.</summary>
    [Call("readlinkat", Extent.Partly, "/proc/self/exe")]
    ReadLinkAt = 78,

    /// <summary>newfstatat.</summary>
    [Call("newfstatat", Extent.Done)]
    NewFStatAt = 79,

    /// <summary>fstat.</summary>
    [Call("fstat", Extent.Done)]
    FStat = 80,

    /// <summary>sync.</summary>
    [Call("sync", Extent.Partly, "file systems that the program has used")]
    Sync = 81,

    /// <summary>fsync.</summary>
    [Call("fsync", Extent.Done)]
    FSync = 82,

    /// <summary>fdatasync.</summary>
    [Call("fdatasync", Extent.Done)]
    FDataSync = 83,

    /// <summary>utimensat.</summary>
    [Call("utimensat", Extent.Done)]
    UTimeNsAt = 88,

    /// <summary>exit.</summary>
    [Call("exit", Extent.Done)]
    Exit = 93,

    /// <summary>exit_group.</summary>
    [Call("exit_group", Extent.Done)]
    ExitGroup = 94,

    /// <summary>set_tid_address.</summary>
    [Call("set_tid_address", Extent.Done)]
    SetTidAddress = 96,

    /// <summary>futex.</summary>
    [Call("futex", Extent.Partly, "WAIT, WAKE, WAIT_BITSET, WAKE_BITSET; REQUEUE wakes all")]
    Futex = 98,

    /// <summary>set_robust_list.</summary>
    [Call("set_robust_list", Extent.Partly, "taken; a thread that dies with a lock wakes no one")]
    SetRobustList = 99,

    /// <summary>nanosleep.</summary>
    [Call("nanosleep", Extent.Done)]
    NanoSleep = 101,

    /// <summary>clock_gettime.</summary>
    [Call("clock_gettime", Extent.Partly, "CPU time is the time since start")]
    ClockGetTime = 113,

    /// <summary>clock_getres.</summary>
    [Call("clock_getres", Extent.Done)]
    ClockGetRes = 114,

    /// <summary>clock_nanosleep.</summary>
    [Call("clock_nanosleep", Extent.Done)]
    ClockNanoSleep = 115,

    /// <summary>sched_setaffinity.</summary>
    [Call("sched_setaffinity", Extent.Partly, "taken, not followed")]
    SchedSetAffinity = 122,

    /// <summary>sched_getaffinity.</summary>
    [Call("sched_getaffinity", Extent.Done)]
    SchedGetAffinity = 123,

    /// <summary>sched_yield.</summary>
    [Call("sched_yield", Extent.Done)]
    SchedYield = 124,

    /// <summary>kill.</summary>
    [Call("kill", Extent.Partly, "the own process")]
    Kill = 129,

    /// <summary>tkill.</summary>
    [Call("tkill", Extent.Done)]
    TKill = 130,

    /// <summary>tgkill.</summary>
    [Call("tgkill", Extent.Done)]
    TgKill = 131,

    /// <summary>sigaltstack.</summary>
    [Call("sigaltstack", Extent.Done)]
    SigAltStack = 132,

    /// <summary>rt_sigaction.</summary>
    [Call("rt_sigaction", Extent.Done)]
    RtSigAction = 134,

    /// <summary>rt_sigprocmask.</summary>
    [Call("rt_sigprocmask", Extent.Done)]
    RtSigProcMask = 135,

    /// <summary>rt_sigpending.</summary>
    [Call("rt_sigpending", Extent.Done)]
    RtSigPending = 136,

    /// <summary>rt_sigreturn.</summary>
    [Call("rt_sigreturn", Extent.Done)]
    RtSigReturn = 139,

    /// <summary>setgid.</summary>
    [Call("setgid", Extent.Partly, "to 1000; others: EPERM")]
    SetGid = 144,

    /// <summary>setuid.</summary>
    [Call("setuid", Extent.Partly, "to 1000; others: EPERM")]
    SetUid = 146,

    /// <summary>uname.</summary>
    [Call("uname", Extent.Done)]
    UName = 160,

    /// <summary>getrusage.</summary>
    [Call("getrusage", Extent.Partly, "all zero")]
    GetRUsage = 165,

    /// <summary>umask.</summary>
    [Call("umask", Extent.Partly, "022, not set")]
    UMask = 166,

    /// <summary>prctl.</summary>
    [Call("prctl", Extent.Partly, "PR_SET_NAME, not kept")]
    PrCtl = 167,

    /// <summary>getcpu.</summary>
    [Call("getcpu", Extent.Done)]
    GetCpu = 168,

    /// <summary>getpid.</summary>
    [Call("getpid", Extent.Done, "1")]
    GetPid = 172,

    /// <summary>getppid.</summary>
    [Call("getppid", Extent.Done, "0")]
    GetPPid = 173,

    /// <summary>getuid.</summary>
    [Call("getuid", Extent.Done, "1000")]
    GetUid = 174,

    /// <summary>geteuid.</summary>
    [Call("geteuid", Extent.Done, "1000")]
    GetEUid = 175,

    /// <summary>getgid.</summary>
    [Call("getgid", Extent.Done, "1000")]
    GetGid = 176,

    /// <summary>getegid.</summary>
    [Call("getegid", Extent.Done, "1000")]
    GetEGid = 177,

    /// <summary>gettid.</summary>
    [Call("gettid", Extent.Done)]
    GetTid = 178,

    /// <summary>sysinfo.</summary>
    [Call("sysinfo", Extent.Partly, "memory as the manifest grants it; no load")]
    SysInfo = 179,

    /// <summary>socket.</summary>
    [Call("socket", Extent.Partly, "AF_INET, TCP and UDP; EACCES: the manifest does not name net in uses=")]
    Socket = 198,

    /// <summary>bind.</summary>
    [Call("bind", Extent.Done)]
    Bind = 200,

    /// <summary>listen.</summary>
    [Call("listen", Extent.Partly, "as many wait as three quarters of sockets= of the manifest")]
    Listen = 201,

    /// <summary>accept.</summary>
    [Call("accept", Extent.Done)]
    Accept = 202,

    /// <summary>connect.</summary>
    [Call("connect", Extent.Done)]
    Connect = 203,

    /// <summary>getsockname.</summary>
    [Call("getsockname", Extent.Done)]
    GetSockName = 204,

    /// <summary>getpeername.</summary>
    [Call("getpeername", Extent.Done)]
    GetPeerName = 205,

    /// <summary>sendto.</summary>
    [Call("sendto", Extent.Partly, "a datagram has at most 1,472 bytes")]
    SendTo = 206,

    /// <summary>recvfrom.</summary>
    [Call("recvfrom", Extent.Partly, "no urgent data")]
    RecvFrom = 207,

    /// <summary>setsockopt.</summary>
    [Call(
        "setsockopt",
        Extent.Partly,
        "SO_KEEPALIVE, SO_LINGER with 0 s, TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, "
            + "SO_RCVTIMEO, SO_SNDTIMEO; sizes and options of IP are taken and not followed")]
    SetSockOpt = 208,

    /// <summary>getsockopt.</summary>
    [Call("getsockopt", Extent.Partly, "those, SO_TYPE, SO_ERROR, SO_ACCEPTCONN, SO_DOMAIN, SO_PROTOCOL")]
    GetSockOpt = 209,

    /// <summary>shutdown.</summary>
    [Call("shutdown", Extent.Done)]
    Shutdown = 210,

    /// <summary>sendmsg.</summary>
    [Call("sendmsg", Extent.Partly, "without control data")]
    SendMsg = 211,

    /// <summary>recvmsg.</summary>
    [Call("recvmsg", Extent.Partly, "without control data")]
    RecvMsg = 212,

    /// <summary>brk.</summary>
    [Call("brk", Extent.Done, "64 MiB")]
    Brk = 214,

    /// <summary>munmap.</summary>
    [Call("munmap", Extent.Done)]
    MUnmap = 215,

    /// <summary>clone.</summary>
    [Call("clone", Extent.Partly, "threads; a process: ENOSYS")]
    Clone = 220,

    /// <summary>mmap.</summary>
    [Call("mmap", Extent.Partly, "private and anonymous; of a file: its bytes are read when it is mapped; shared and writable: ENODEV")]
    MMap = 222,

    /// <summary>fadvise64.</summary>
    [Call("fadvise64", Extent.Partly, "taken, not followed")]
    FAdvise64 = 223,

    /// <summary>mprotect.</summary>
    [Call("mprotect", Extent.Done)]
    MProtect = 226,

    /// <summary>madvise.</summary>
    [Call("madvise", Extent.Partly, "MADV_DONTNEED; other advice is taken and not followed")]
    MAdvise = 233,

    /// <summary>get_mempolicy.</summary>
    [Call("get_mempolicy", Extent.Refused, "ENOSYS")]
    GetMemPolicy = 236,

    /// <summary>accept4.</summary>
    [Call("accept4", Extent.Done)]
    Accept4 = 242,

    /// <summary>prlimit64.</summary>
    [Call("prlimit64", Extent.Partly, "asked, not set")]
    PrLimit64 = 261,

    /// <summary>syncfs.</summary>
    [Call("syncfs", Extent.Partly, "of a directory; of a file that file")]
    SyncFs = 267,

    /// <summary>sendmmsg.</summary>
    [Call("sendmmsg", Extent.Partly, "as sendmsg")]
    SendMMsg = 269,

    /// <summary>renameat2.</summary>
    [Call("renameat2", Extent.Partly, "RENAME_NOREPLACE")]
    RenameAt2 = 276,

    /// <summary>getrandom.</summary>
    [Call("getrandom", Extent.Done)]
    GetRandom = 278,

    /// <summary>membarrier.</summary>
    [Call("membarrier", Extent.Partly, "PRIVATE_EXPEDITED and its registration")]
    MemBarrier = 283,

    /// <summary>copy_file_range.</summary>
    [Call("copy_file_range", Extent.Refused, "EINVAL: programs read and write instead")]
    CopyFileRange = 285,

    /// <summary>statx.</summary>
    [Call("statx", Extent.Done)]
    StatX = 291,

    /// <summary>rseq.</summary>
    [Call("rseq", Extent.Refused, "ENOSYS")]
    RSeq = 293,

    /// <summary>clone3.</summary>
    [Call("clone3", Extent.Refused, "ENOSYS: the C library takes clone")]
    Clone3 = 435,

    /// <summary>faccessat2.</summary>
    [Call("faccessat2", Extent.Done)]
    FAccessAt2 = 439,

    /// <summary>epoll_pwait2.</summary>
    [Call("epoll_pwait2", Extent.Partly, "the signal mask is not changed meanwhile")]
    EPollPWait2 = 441,

    /// <summary>Not a Linux call: the calls of this system's kernel.</summary>
    [Call("rk_call", Extent.Done, "no call of Linux: calls of this system's kernel, for the package RustKernel.Native.Linux")]
    KernelCall = PersonalityCall.Number,
}
