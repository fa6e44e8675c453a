// Where the test program starts: one test for each process, or the role that a test gave it.

using System.Runtime;
using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

/// <summary>Entry points that Start.S calls.</summary>
internal static class Program
{
    // The exit code is 0, or the line of the failed check; for a child, its role's result.
    [RuntimeExport("program_start")]
    private static ulong Start(ref StartBlock block)
    {
        World.Start = block;
        if ((block.Argument & World.RoleBit) != 0)
        {
            return Roles.Play((uint)block.Argument);
        }

        int suite = (int)(block.Argument >> 16);
        int test = (int)(block.Argument & 0xFFFF);
        if (suite == UserBenchmarks.Suite)
        {
            return Bench.Run(test, NativeCode.ReadInstructions());
        }

        Checks.That(ProgramTests.Run(suite, test));
        return Checks.ExitCode;
    }

    [RuntimeExport("thread_start")]
    private static void ThreadStart(ulong job) => Jobs.Do(job);

    [RuntimeExport("upcall_taken")]
    private static void UpcallTaken(ulong fault, ulong pc, ulong address) => FaultTests.NoteUpcall(fault, pc, address);
}
