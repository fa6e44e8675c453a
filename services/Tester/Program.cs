// Where the tester starts: one test, then the end of everything.

using System.Runtime;
using RustKernel.SelfTests;
using RustKernel.User;

namespace RustKernel.Services.Tester;

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

        if (Own.Argument == EchoService.Argument)
        {
            return new EchoService().Run();
        }

        uint test = Own.Argument - 1;
        Check.That(ProgramTests.Run((int)(test >> 8), (int)(test & 0xFF)));
        return Check.ExitCode;
    }
}
