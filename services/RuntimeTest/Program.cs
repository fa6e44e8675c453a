// The test program of the runtime and of services: one case for each process, chosen by its argument. The console names a failed check; the
// exit code is its line.

using System.Runtime;
using RustKernel.SelfTests;
using RustKernel.Services;
using RustKernel.Services.Tester;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        // Only a service has one: this is the tester, or one of its servers.
        if (Own.Argument != 0)
        {
            return TesterRole.Run();
        }

        if ((block.Argument & Child.ServerRole) != 0)
        {
            return ParcelServer.Run(ref block);
        }

        if ((block.Argument >> 16) == ServiceBench.Suite)
        {
            return ServiceBench.Run((int)(block.Argument & 0xFFFF), block.Extra);
        }

        Checks.That(ProgramTests.Run((int)(block.Argument >> 16), (int)(block.Argument & 0xFFFF)));
        return Checks.ExitCode;
    }
}
