// Suites filesteps, filesoak: random operations of System.IO on /boot and /data; the same ones on /tmp are the model.

using System;
using RustKernel.SelfTests;
using RustKernel.Services.Files;

namespace RustKernel.Services.Tester;

/// <summary>
/// A few thousand operations at each mount point. It prints a hash of their results, which the host compares with .NET's. By name only.
/// </summary>
[Suite("filesteps", 213, ByNameOnly = true, NeedsServices = true, Seconds = 600)]
internal static partial class FileStepTests
{
    private const int Few = 4_000;
    private const int TurnsToCrash = 3;
    private const int StepsToCrash = 8;
    private const ulong SeedOfBoot = 4;
    private const ulong SeedOfData = 5;

    [Test]
    private static void Boot() => Work("boot", SeedOfBoot, Few);

    [Test]
    private static void Data() => Work("data", SeedOfData, Few);

    /// <summary>Does <paramref name="count"/> operations. From time to time the service syncs and fails while files are open.</summary>
    internal static void Work(string mount, ulong seed, int count)
    {
        if (Mounts.Describe(mount, out _) != ErrorCode.None)
        {
            Check.Skip(TestSkip.NoDisk);
            return;
        }

        FileSteps model = new("/tmp/steps", seed);
        FileSteps work = new($"/{mount}/steps", seed);
        model.Begin();
        work.Begin();
        int crashes = 0;
        for (int i = 0; i < count && Check.ExitCode == 0; i++)
        {
            Compare(mount, i, model.Next(), work.Next());
            if (i % FileSteps.Turn == FileSteps.Turn - 1)
            {
                model.CloseAll();
                work.CloseAll();
            }
            else if (i % (FileSteps.Turn * TurnsToCrash) == StepsToCrash && work.CanReopen)
            {
                Crash(mount, crashes++);
                work.Use();
            }

            if (i % 1000 == 999)
            {
                Console.WriteLine($"  # files: {mount}: {i + 1} steps, seed {seed}, hash {work.Hash:x16}, {crashes} crashes");
            }
        }

        model.End();
        work.End();
        Check.Ok(Mounts.Sync(mount));
    }

    private static void Compare(string mount, int step, string expected, string found)
    {
        if (expected != found)
        {
            Console.WriteLine($"  # files: step {step}: /tmp: {expected}; /{mount}: {found}");
            Check.That(false);
        }
    }

    private static void Crash(string mount, int round)
    {
        Check.Ok(Mounts.Sync(mount));
        int number = World.Find(mount);
        uint restarts = World.State(number).Restarts;
        Check.Ok(InitClient.Command(mount, ServiceCommand.Crash, round % 2 == 0 ? CrashKind.Null : CrashKind.Exception));
        Check.That(World.WaitForRestart(number, restarts));
    }
}
