// One build at a time in a checkout.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Leases;

namespace RustKernel.Hil.Cli;

/// <summary>
/// The lock that <c>make</c> (bsp/Build/scripts/build.sh), the script <c>rk</c> and <c>rk</c>'s own builds take: two builds would write
/// the same files. It is flock(2) on artifacts/.build.lock.
/// </summary>
public static class BuildLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Waits up to <paramref name="limit"/> until no other process builds below <paramref name="root"/>, and says on
    /// <paramref name="output"/> that it waits. The result ends the lock.
    /// </summary>
    /// <exception cref="InfrastructureException">The other build did not end in time, or the lock cannot be opened.</exception>
    public static IDisposable Take(string root, TimeSpan limit, TextWriter output)
    {
        string path = Path.Combine(root, "artifacts", ".build.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Stopwatch waited = Stopwatch.StartNew();
        for (bool hasSaid = false; ; hasSaid = true)
        {
            if (FileLock.TryTake(path) is { } taken)
            {
                return taken;
            }

            if (waited.Elapsed >= limit)
            {
                throw new InfrastructureException(
                    $"another build has not ended after {limit.TotalMinutes:0} minutes: end it, and try again");
            }

            if (!hasSaid)
            {
                output.WriteLine("rk: another build is going on in this checkout; waiting for it");
            }

            Thread.Sleep(s_pause);
        }
    }
}
