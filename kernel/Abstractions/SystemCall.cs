// The system calls. Number in x8, arguments from x0, error in x0, results from x1. ABI.

namespace RustKernel;

/// <summary>Numbers of the system calls.</summary>
public enum SystemCall : uint
{
    /// <summary>Does nothing.</summary>
    Null = 0,

    /// <summary>Lets equals run first.</summary>
    Yield = 1,

    /// <summary>Sleeps until the counter reaches x0.</summary>
    Sleep = 2,

    /// <summary>Writes x0 (at most 56) bytes from x1 to x7 to the kernel's console.</summary>
    DebugWrite = 3,

    /// <summary>x1 = item x0 of <see cref="SystemItem"/>.</summary>
    SystemInfo = 4,

    /// <summary>Closes handle x0.</summary>
    HandleClose = 5,

    /// <summary>x1 = another handle to what x0 names, with rights x1 of those it has, and badge x2 when x3 is 1 (ports that have no badge yet).</summary>
    HandleDuplicate = 6,

    /// <summary>x1 = kind, x2 = rights, x3 = badge of handle x0; x4 = of a port, how many handles may receive (0: no receiver).</summary>
    HandleInfo = 7,

    /// <summary>Ends what handle x0 names, for everybody (manage).</summary>
    HandleDestroy = 8,

    /// <summary>x1 = a port for x0 messages.</summary>
    PortCreate = 9,

    /// <summary>See <c>Messages</c>: sends to port x0 until deadline x1.</summary>
    Send = 10,

    /// <summary>Receives from port x0 until deadline x1.</summary>
    Receive = 11,

    /// <summary>Sends to port x0 and waits for the reply until deadline x1.</summary>
    Call = 12,

    /// <summary>Answers the call of token x5.</summary>
    Reply = 13,

    /// <summary>Answers the call of token x5, then receives from port x0 until deadline x1.</summary>
    ReplyReceive = 14,

    /// <summary>Sets bits x1 at port x0.</summary>
    Notify = 15,

    /// <summary>x1 = a process: x0 supervisor port (0: none), x1 its badge, x2 frames, x3 objects (low half) and handles (high half), x4 name.</summary>
    ProcessCreate = 16,

    /// <summary>Ends the calling process with code x0.</summary>
    ProcessExit = 17,

    /// <summary>Ends process x0 (manage) with code x1.</summary>
    ProcessKill = 18,

    /// <summary>x1 = state, x2 = cause, x3 = code, x4 = frames used, x5 = most ever, x6 = CPU ticks, x7 = name of process x0 (0: the own one).</summary>
    ProcessInfo = 19,

    /// <summary>x1 = entry point, after loading the ELF file in memory object x1 at offset x2, x3 bytes, into process x0 (manage).</summary>
    ProcessLoad = 20,

    /// <summary>x1 = handle in process x0 (manage) to what x1 names, with rights x2 of those it has.</summary>
    ProcessGrant = 21,

    /// <summary>Faults of process x0 (0: the own one; manage) go to port x1 (0: nowhere) with badge x2.</summary>
    ProcessSetFaultPort = 22,

    /// <summary>Faults of the own process go to x0 inside it (0: nowhere).</summary>
    ProcessSetUpcall = 23,

    /// <summary>x1 = a thread of process x0 (0: the own one; manage): x1 entry, x2 stack pointer, x3 argument, x4 priority, x5 CPUs (0: all).</summary>
    ThreadCreate = 24,

    /// <summary>Lets new thread x0 run (manage).</summary>
    ThreadStart = 25,

    /// <summary>Ends the calling thread.</summary>
    ThreadExit = 26,

    /// <summary>Ends thread x0 (manage).</summary>
    ThreadKill = 27,

    /// <summary>Stops thread x0 (manage); on return it runs on no CPU.</summary>
    ThreadSuspend = 28,

    /// <summary>Lets suspended thread x0 go on (manage).</summary>
    ThreadResume = 29,

    /// <summary>x1 = register x1 of suspended thread x0 (manage), and those behind it in x2 to x7.</summary>
    ThreadReadRegisters = 30,

    /// <summary>Sets register x1 of suspended thread x0 (manage) to x2.</summary>
    ThreadWriteRegister = 31,

    /// <summary>Thread x0 (0: the own one; manage): priority x1, CPUs x2 (0: as they are).</summary>
    ThreadSetSchedule = 32,

    /// <summary>x1 = state, x2 = priority, x3 = CPU, x4 = CPU ticks of thread x0 (0: the own one).</summary>
    ThreadInfo = 33,

    /// <summary>The own thread's upcall is over: the next fault makes another.</summary>
    UpcallDone = 34,

    /// <summary>x1 = a memory object of x0 bytes, zero, pages made when touched.</summary>
    MemoryCreate = 35,

    /// <summary>Shows memory object x1 from offset x2 at address x3, x4 bytes, with rights x5 (read, write, execute), in process x0 (0: the own one; manage).</summary>
    MemoryMap = 36,

    /// <summary>Removes x2 bytes at address x1 from process x0 (0: the own one; manage).</summary>
    MemoryUnmap = 37,

    /// <summary>Gives x2 bytes at address x1 of process x0 (0: the own one; manage) rights x3.</summary>
    MemoryProtect = 38,

    /// <summary>Missing pages of memory object x0 (manage) are asked for at port x1, with badge x2.</summary>
    MemorySetPager = 39,

    /// <summary>Gives memory object x0 (manage), at offset x1, a copy of the page at offset x3 of memory object x2.</summary>
    MemorySupply = 40,

    /// <summary>x1 to x7 = 56 bytes at offset x1 of memory object x0.</summary>
    MemoryRead = 41,

    /// <summary>Puts x2 to x7, 48 bytes, at offset x1 of memory object x0.</summary>
    MemoryWrite = 42,

    /// <summary>x1 = size of memory object x0, x2 = frames it has.</summary>
    MemoryInfo = 43,

    /// <summary>x1 = a memory object of x2 bytes of device registers at physical address x1; x0 is the machine.</summary>
    DeviceMemoryCreate = 44,

    /// <summary>x1 = interrupt x1 (INTID, bit 31 set: edge-triggered); x0 is the machine.</summary>
    InterruptCreate = 45,

    /// <summary>Interrupt x0 is reported to port x1 with badge x2.</summary>
    InterruptBind = 46,

    /// <summary>Interrupt x0 may come again.</summary>
    InterruptAcknowledge = 47,

    /// <summary>x1 = a timer that reports to port x0 with badge x1.</summary>
    TimerCreate = 48,

    /// <summary>Timer x0 runs out at x1, then every x2 ticks (0: once).</summary>
    TimerSet = 49,

    /// <summary>Timer x0 is stopped.</summary>
    TimerCancel = 50,

    /// <summary>Ends or restarts the machine: x1 0 power off, 1 reboot; x0 is the machine.</summary>
    MachinePower = 51,
}
