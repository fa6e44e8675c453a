// The system calls of Linux on AArch64 that the personality knows: each is declared here, once. Others are ENOSYS, and the log names them.

namespace RustKernel.Linux;

/// <summary>Numbers. [include/uapi/asm-generic/unistd.h]</summary>
internal enum LinuxCall : ulong
{
    /// <summary>getcwd.</summary>
    [Call("getcwd", Extent.Partly, "always /")]
    GetCwd = 17,

    /// <summary>dup.</summary>
    [Call("dup", Extent.Done)]
    Dup = 23,

    /// <summary>dup3.</summary>
    [Call("dup3", Extent.Done)]
    Dup3 = 24,

    /// <summary>fcntl.</summary>
    [Call("fcntl", Extent.Partly, "F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL with O_NONBLOCK")]
    Fcntl = 25,

    /// <summary>ioctl.</summary>
    [Call("ioctl", Extent.Refused, "ENOTTY: nothing is a terminal")]
    Ioctl = 29,

    /// <summary>statfs.</summary>
    [Call("statfs", Extent.Refused, "ENOENT")]
    StatFs = 43,

    /// <summary>fstatfs.</summary>
    [Call("fstatfs", Extent.Refused, "ENOENT")]
    FStatFs = 44,

    /// <summary>faccessat.</summary>
    [Call("faccessat", Extent.Refused, "ENOENT")]
    FAccessAt = 48,

    /// <summary>openat.</summary>
    [Call(
        "openat",
        Extent.Partly,
        "files of the system: /proc/self/maps, /proc/self/stat, /proc/meminfo, /sys/devices/system/cpu, /dev/null, /dev/urandom")]
    OpenAt = 56,

    /// <summary>close.</summary>
    [Call("close", Extent.Done)]
    Close = 57,

    /// <summary>pipe2.</summary>
    [Call("pipe2", Extent.Done, "at most 16 pipes")]
    Pipe2 = 59,

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

    /// <summary>ppoll.</summary>
    [Call("ppoll", Extent.Partly, "the signal mask is not changed meanwhile")]
    PPoll = 73,

    /// <summary>readlinkat.</summary>
    [Call("readlinkat", Extent.Partly, "/proc/self/exe")]
    ReadLinkAt = 78,

    /// <summary>newfstatat.</summary>
    [Call("newfstatat", Extent.Partly, "of an open file (AT_EMPTY_PATH)")]
    NewFStatAt = 79,

    /// <summary>fstat.</summary>
    [Call("fstat", Extent.Partly, "kind and rights; sizes are 0")]
    FStat = 80,

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

    /// <summary>uname.</summary>
    [Call("uname", Extent.Done)]
    UName = 160,

    /// <summary>getrusage.</summary>
    [Call("getrusage", Extent.Partly, "all zero")]
    GetRUsage = 165,

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
    [Call("mmap", Extent.Partly, "private and anonymous; a file, or shared: ENOSYS")]
    MMap = 222,

    /// <summary>mprotect.</summary>
    [Call("mprotect", Extent.Done)]
    MProtect = 226,

    /// <summary>madvise.</summary>
    [Call("madvise", Extent.Partly, "MADV_DONTNEED; other advice is taken and not followed")]
    MAdvise = 233,

    /// <summary>get_mempolicy.</summary>
    [Call("get_mempolicy", Extent.Refused, "ENOSYS")]
    GetMemPolicy = 236,

    /// <summary>prlimit64.</summary>
    [Call("prlimit64", Extent.Partly, "asked, not set")]
    PrLimit64 = 261,

    /// <summary>getrandom.</summary>
    [Call("getrandom", Extent.Partly, "from the counter: not for keys")]
    GetRandom = 278,

    /// <summary>membarrier.</summary>
    [Call("membarrier", Extent.Partly, "PRIVATE_EXPEDITED and its registration")]
    MemBarrier = 283,

    /// <summary>rseq.</summary>
    [Call("rseq", Extent.Refused, "ENOSYS")]
    RSeq = 293,

    /// <summary>clone3.</summary>
    [Call("clone3", Extent.Refused, "ENOSYS: the C library takes clone")]
    Clone3 = 435,

    /// <summary>faccessat2.</summary>
    [Call("faccessat2", Extent.Refused, "ENOENT")]
    FAccessAt2 = 439,
}
