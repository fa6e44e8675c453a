// A file system of the target with everything above it.

using System;
using System.Reflection;
using RustKernel.Runtime;
using RustKernel.Services;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Tester;

namespace RustKernel.TargetFiles;

/// <summary>
/// Mounts a file system at a mount point and does the steps there. One at a time in a process: the target's programs know one
/// provider of files.
/// </summary>
public sealed class TargetWork
{
    private readonly Func<FileSystem> _mount;
    private readonly ServicePlace _place;
    private readonly FileSteps _steps;

    /// <summary>At <paramref name="name"/>: tmp, boot or data.</summary>
    public TargetWork(string name, Func<FileSystem> mount, ulong seed)
    {
        _mount = mount;
        Files = mount();
        _place = new ServicePlace(Files);
        InitClient.Start(name, _place);
        UseMounts();
        _steps = new FileSteps($"/{name}/steps", seed);
    }

    /// <summary>The mounted file system.</summary>
    public FileSystem Files { get; private set; }

    /// <summary>How often the service was started again.</summary>
    public int Restarts { get; private set; }

    public void Begin() => _steps.Begin();

    public string Next() => _steps.Next();

    public void CloseAll() => _steps.CloseAll();

    public void End() => _steps.End();

    /// <summary>Init's question.</summary>
    public void Ask() => _place.Service.Ask();

    /// <summary>
    /// Syncs the service, ends it and starts it again while files are open, unless one of them could not be found again.
    /// </summary>
    public void Restart()
    {
        if (_steps.CanReopen)
        {
            Must(Files.Sync(0));
            Files = _mount();
            _place.Restart(Files);
            _steps.Use();
            Restarts++;
        }
    }

    /// <summary>The process's mount points are those that Init has now.</summary>
    internal static void UseMounts()
    {
        FileProvider provider = Mounts.Make();
        typeof(FileProvider).GetField("s_current", BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, provider);
    }

    private static void Must(ErrorCode error)
    {
        if (error != ErrorCode.None)
        {
            throw new InvalidOperationException($"the file system could not be synced: {error}");
        }
    }
}
