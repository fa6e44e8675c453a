using System;
using System.IO;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>A file system of a few megabytes in memory, which PostgreSQL may write to until it is full.</summary>
internal sealed class FullDisk : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private FullDisk(string path)
    {
        Path = path;
    }

    public string Path { get; }

    /// <summary>Makes one; null when the test may not mount.</summary>
    public static FullDisk? TryMake()
    {
        // Not in a folder only for root: PostgreSQL is another user.
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"rk-farm-disk-{Environment.ProcessId}");
        Directory.CreateDirectory(path);
        return Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=32m", "none", path) ? new FullDisk(path) : null;
    }

    public void Dispose()
    {
        if (Run("umount", "--lazy", Path))
        {
            Directory.Delete(Path);
        }
    }

    private static bool Run(string program, params string[] arguments)
        => Tool.Finish(Tool.Start(program, arguments), s_limit).ExitCode == 0;
}
