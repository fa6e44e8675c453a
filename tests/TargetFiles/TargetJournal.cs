// The service journal with the files below it.

using RustKernel.Services;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Log;
using RustKernel.Services.Storage;

namespace RustKernel.TargetFiles;

/// <summary>Boots of a machine whose /data stays. One at a time in a process, like <see cref="TargetWork"/>.</summary>
public sealed class TargetJournal
{
    private LogText _log = new();
    private MappedMemory _state = null!;
    private Journal _journal = null!;

    /// <summary>Boots for the first time; without <paramref name="data"/> there is no /data.</summary>
    public TargetJournal(FileSystem? data) => Boot(data);

    /// <summary>Boots again: with an empty log, and memory without a state.</summary>
    public void Boot(FileSystem? data)
    {
        Mount(data);
        _log = new LogText();
        InitClient.Start("log", _log);
        _ = MappedMemory.Create(Journal.MemoryBytes, out MappedMemory? state);
        _state = state!;
        Restart();
    }

    /// <summary>Mounts /data from now on, or removes it.</summary>
    public static void Mount(FileSystem? data)
    {
        InitClient.Start("data", data is null ? new object() : new ServicePlace(data));
        TargetWork.UseMounts();
    }

    /// <summary>Starts a successor of the process.</summary>
    public void Restart() => _journal = new Journal(_state);

    /// <summary>Adds a line of the kernel's or a program's.</summary>
    public void Say(string line) => _log.Add(line + "\n");

    /// <summary>Makes the service log fail once, after <paramref name="reads"/> reads.</summary>
    public void FailLogAfter(int reads) => _log.GoodReads = reads;

    /// <summary>Lets a second pass.</summary>
    public void Look() => _journal.Tick();

    /// <summary>The shell's question.</summary>
    public ulong Ask() => _journal.Boot(out ulong number) == ErrorCode.None ? number : 0;
}
