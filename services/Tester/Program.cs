// Where the tester starts: one test, then the end of everything.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Tests;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        if (Own.Argument == Peer.Argument)
        {
            return new Peer().Run();
        }

        if (Own.Argument == Offender.Argument)
        {
            return new Offender().Run();
        }

        uint test = Own.Argument - 1;
        switch ((int)(test >> 8))
        {
            case ServiceTests.Services: NameTests.Run((int)(test & 0xFF)); break;
            case ServiceTests.Drivers: DriverTests.Run((int)(test & 0xFF)); break;
            default: RestartTests.Run((int)(test & 0xFF)); break;
        }

        return Check.ExitCode;
    }
}
