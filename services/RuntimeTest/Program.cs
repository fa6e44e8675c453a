// The test program of the runtime: one case a process, chosen by its argument. A failed check is named on the console; the exit code is its line.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        if ((block.Argument & Child.ServerRole) != 0)
        {
            return ParcelServer.Run(ref block);
        }

        int test = (int)(block.Argument & 0xFFFF);
        switch ((int)(block.Argument >> 16))
        {
            case RuntimeTests.Runtime: RuntimeCases.Run(test); break;
            case RuntimeTests.Exceptions: ExceptionCases.Run(test); break;
            case RuntimeTests.Collector: CollectorCases.Run(test); break;
            case RuntimeTests.Services: ServiceCases.Run(test); break;
            case RuntimeTests.Soak: CollectorCases.Soak(); break;
            default: AsyncCases.Run(test); break;
        }

        return Checks.ExitCode;
    }
}
