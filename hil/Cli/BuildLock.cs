// One build at a time in a checkout.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using RustKernel.Hil.Drivers;

namespace RustKernel.Hil.Cli;

/// <summary>
/// The lock that <c>make</c> (bsp/Build/scripts/build.sh), the script <c>rk</c> and <c>rk</c>'s own builds take: two builds would write
/// the same files. It is flock(2) on artifacts/.build.lock, which .NET uses for a file that is not shared, and ends with its holder.
/// </summary>
public sealed class BuildLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _file;

    private BuildLock(FileStream file) => _file = file;

    /// <summary>
    /// Waits up to <paramref name="limit"/> until no other process builds below <paramref name="root"/>, and says on
    /// <paramref name="output"/> that it waits.
    /// </summary>
    /// <exception cref="InfrastructureException">The other build did not end in time.</exception>
    public static BuildLock Take(string root, TimeSpan limit, TextWriter output)
    {
        string path = Path.Combine(root, "artifacts", ".build.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Stopwatch waited = Stopwatch.StartNew();
        bool hasSaid = false;
        while (true)
        {
            try
            {
                return new BuildLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (waited.Elapsed < limit)
            {
                if (!hasSaid)
                {
                    output.WriteLine("rk: another build is going on in this checkout; waiting for it");
                }

                hasSaid = true;
                Thread.Sleep(s_pause);
            }
            catch (IOException e)
            {
                throw new InfrastructureException(
                    $"another build has not ended after {limit.TotalMinutes:0} minutes: end it, and try again ({e.Message})");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
