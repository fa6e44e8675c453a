// The suites of this image.

using RustKernel.SelfTests;

namespace RustKernel;

/// <summary>The kernel's own suites, in the order of <c>test=all</c>.</summary>
internal sealed class Suites : SuiteList
{
    internal static readonly Suites Instance = new();

    /// <inheritdoc/>
    public override int Count => 6 + User.SelfTest.UserTests.SuiteCount + RuntimeTest.RuntimeTests.SuiteCount + Services.Tests.ServiceTests.SuiteCount;

    // The last ones take half a minute and more: by name only.
    /// <inheritdoc/>
    public override int CountOfAll => Count - 3;

    /// <inheritdoc/>
    public override TestSuite At(int index) => index switch
    {
        0 => BootSuite.Instance,
        1 => LangSuite.Instance,
        2 => MemorySuite.Instance,
        3 => InterruptSuite.Instance,
        4 => TimerSuite.Instance,
        5 => SmpSuite.Instance,
        6 => UserSuite.Process,
        7 => UserSuite.Syscall,
        8 => UserSuite.Ipc,
        9 => UserSuite.Sched,
        10 => UserSuite.Faults,
        11 => UserSuite.Handles,
        12 => UserSuite.Runtime,
        13 => UserSuite.Exceptions,
        14 => UserSuite.Collector,
        15 => UserSuite.Services,
        16 => UserSuite.Async,
        17 => ServiceSuite.Services,
        18 => ServiceSuite.Drivers,
        19 => ServiceSuite.Restart,
        20 => UserSuite.CollectorSoak,
        _ => UserSuite.Hostile,
    };
}
