// What program runtimetest is as a service: the judge of suites services, drivers and restart, or one of its helpers.

using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>Runs one test and then ends everything; or serves one.</summary>
internal static class TesterRole
{
    /// <summary>Runs what <see cref="Own.Argument"/> selects: a role; or a test, by number of suite and test, plus one.</summary>
    internal static ulong Run()
    {
        switch (Own.Argument)
        {
            case Peer.Argument: return new Peer().Run();
            case Offender.Argument: return new Offender().Run();
            case EchoService.Argument: return new EchoService().Run();
        }

        uint test = Own.Argument - 1;
        Check.That(ProgramTests.Run((int)(test >> 8), (int)(test & 0xFF)));
        return Check.ExitCode;
    }
}
