// Suite blocksoak: the disk's driver ends a thousand times with requests in flight. By name only.

using System;
using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>
/// The test. A disk that answers slowly keeps all requests in flight: DiskTests makes one, under make soak. A card handles one at a time,
/// and Init ends its driver, each time after a different delay of up to this many milliseconds.
/// </summary>
[Suite("blocksoak", 211, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class BlockSoakTests
{
    private const uint Rounds = 1000;
    private const uint Often = 100;
    private const uint MostMilliseconds = 8;
    private const uint Steps = 64;
    private const uint Nearly = DiskLoad.InFlight - 2;

    [Test]
    private static void DriverFailsThousandTimes()
    {
        if (TestDisk.Open() is not TestDisk disk)
        {
            return;
        }

        bool isOneByOne = disk.Description.MostInFlight == 1;
        uint cut = 0, full = 0, met = 0;
        for (uint i = 0; i < Rounds && Check.ExitCode == 0; i++)
        {
            DiskLoad load = new(disk, i);
            uint taken = 0;
            uint now = isOneByOne
                ? load.Kill(Own.Ticks(MostMilliseconds) * (i % Steps) / Steps, out taken)
                : load.Crash((CrashKind)(i % (uint)Crash.Names.Length));
            cut += now;
            full += now >= (isOneByOne ? Nearly : DiskLoad.InFlight) ? 1u : 0;
            met += taken == 0 ? 0 : 1u;
            if (i % Often == Often - 1)
            {
                Console.WriteLine($"  # blocksoak: {i + 1} ends, {cut} requests in flight, nearly all {full} times"
                    + (isOneByOne ? $"; {met} times one was being done" : ""));
            }
        }

        // A busy host may let some answers in before the driver ends.
        Check.That(full > Rounds / 2);
        Check.That(!isOneByOne || met > Rounds / 2);
    }
}
