// What program runtimetest is as a service: the judge of suites services, drivers and restart, or one of those it judges by.

using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>One test, then the end of everything; or a server for one.</summary>
internal static class TesterRole
{
    /// <summary>Runs what <see cref="Own.Argument"/> says: a role, or a test by number of suite and test, and one more.</summary>
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
