// Where the test program starts: one test for each process, or the role that a test gave it.

using System.Runtime;

namespace RustKernel.User.SelfTest;

/// <summary>Entry points that Start.S calls.</summary>
internal static class Program
{
    // The exit code is 0, or the line of the check that failed; a child's is its role's.
    [RuntimeExport("program_start")]
    private static ulong Start(ref StartBlock block)
    {
        World.Start = block;
        if ((block.Argument & World.RoleBit) != 0)
        {
            return Roles.Play((uint)block.Argument);
        }

        int test = (int)(block.Argument & 0xFFFF);
        switch ((int)(block.Argument >> 16))
        {
            case UserTests.Process: ProcessTests.Run(test); break;
            case UserTests.Syscall: SyscallTests.Run(test); break;
            case UserTests.Ipc: IpcTests.Run(test); break;
            case UserTests.Sched: SchedTests.Run(test); break;
            case UserTests.Faults: FaultTests.Run(test); break;
            case UserTests.Handles: HandleTests.Run(test); break;
            case UserTests.Hostile: HostileTests.Run(test); break;
            case UserBenchmarks.Suite: return Bench.Run(test, NativeCode.ReadInstructions());
            default: Checks.That(false); break;
        }

        return Checks.ExitCode;
    }

    [RuntimeExport("thread_start")]
    private static void ThreadStart(ulong job) => Jobs.Do(job);

    [RuntimeExport("upcall_taken")]
    private static void UpcallTaken(ulong fault, ulong pc, ulong address) => FaultTests.NoteUpcall(fault, pc, address);
}
