// Suite blocksoak: the disk's driver ends a thousand times with its hands full. By name only.

using System;
using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>The test. A disk that answers slowly keeps all requests in flight: DiskTests makes one, under make soak.</summary>
[Suite("blocksoak", 211, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class BlockSoakTests
{
    private const uint Rounds = 1000;
    private const uint Often = 100;

    [Test]
    private static void DriverFailsThousandTimes()
    {
        if (TestDisk.Open() is not TestDisk disk)
        {
            return;
        }

        uint cut = 0, full = 0, none = 0;
        for (uint i = 0; i < Rounds && Check.ExitCode == 0; i++)
        {
            uint now = new DiskLoad(disk, i).Crash((CrashKind)(i % (uint)Crash.Names.Length));
            cut += now;
            full += now == DiskLoad.InFlight ? 1u : 0;
            none += now == 0 ? 1u : 0;
            if (i % Often == Often - 1)
            {
                Console.WriteLine($"  # blocksoak: {i + 1} failures, {cut} requests cut, all {DiskLoad.InFlight} {full} times, none "
                    + $"{none} times");
            }
        }

        // A host with other things to do may let some answers in before the driver ends.
        Check.That(full > Rounds / 2);
    }
}
