using System;
using System.Collections.Generic;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Files;

/// <summary>
/// The files that this process can reach. A path begins with the name of a mount point, which is a service's name: <c>uses=</c> of the
/// manifest lists those of this process. The topmost directory has those that answer.
/// </summary>
public sealed class Mounts : FileProvider
{
    private static readonly string[] s_known = ["archive", "boot", "data", "tmp"];
    private static readonly string[] s_disks = ["boot", "data"];
    private readonly Dictionary<string, Mount> _mounts = new();
    private volatile Mount? _last;

    private Mounts()
    {
    }

    /// <summary>Names of the mount points that this process may use, in order.</summary>
    public static List<string> Names
    {
        get
        {
            List<string> names = new();
            foreach (string name in s_known)
            {
                if (((Mounts)Current).Find(name) is not null)
                {
                    names.Add(name);
                }
            }

            return names;
        }
    }

    /// <summary>The file system called <paramref name="name"/> as a whole. NotFound: this process has none of that name.</summary>
    public static ErrorCode Describe(string name, out FileSystemState state)
    {
        state = default;
        return ((Mounts)Current).Find(name) is Mount mount ? mount.Space(out state) : ErrorCode.NotFound;
    }

    /// <summary>Makes durable what was written to the file system called <paramref name="name"/>.</summary>
    public static ErrorCode Sync(string name) => ((Mounts)Current).Find(name) is Mount mount ? mount.Sync() : ErrorCode.NotFound;

    /// <summary>
    /// As <see cref="Sync(string)"/>, for all file systems on disks that run; a failure does not stop the others. Returns the first error.
    /// </summary>
    public static ErrorCode SyncDisks()
    {
        ErrorCode first = ErrorCode.None;
        for (int number = 0; InitClient.Describe(number) is ServiceState state; number++)
        {
            bool isMount = state.IsRunning && Manifest.Has(s_disks, state.Name) && ((Mounts)Current).Find(state.Name) is not null;
            ErrorCode error = isMount ? Sync(state.Name) : ErrorCode.None;
            first = first == ErrorCode.None ? error : first;
        }

        return first;
    }

    /// <inheritdoc/>
    public override ErrorCode Open(string path, FileOpening opening, out ProvidedFile? file)
    {
        file = null;
        return Find(path, out ReadOnlySpan<char> rest) is not Mount mount
            ? (opening & FileOpening.Create) != 0 ? NoMount(rest) : ErrorCode.NotFound
            : MountedFile.Open(mount, path, path.Length - rest.Length, opening, out file);
    }

    /// <inheritdoc/>
    public override ErrorCode Describe(string path, out FileStatus status)
    {
        status = default;
        if (path == "/")
        {
            status = new FileStatus { Node = 1, Flags = FileFlags.Directory };
            return ErrorCode.None;
        }

        return Find(path, out ReadOnlySpan<char> rest) is Mount mount ? mount.Describe(rest, out status) : ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    public override ErrorCode List(string path, ref ulong place, out DirectoryEntry[] entries)
    {
        entries = [];
        if (path != "/")
        {
            return Find(path, out ReadOnlySpan<char> rest) is Mount mount ? mount.List(rest, ref place, out entries) : ErrorCode.NotFound;
        }

        if (place == 0)
        {
            place = 1;
            List<DirectoryEntry> found = new();
            foreach (string name in Names)
            {
                if (Describe("/" + name, out FileStatus status) == ErrorCode.None)
                {
                    found.Add(new DirectoryEntry { Name = name, Status = status });
                }
            }

            entries = found.ToArray();
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode ListNames(string path, ref ulong place, ref byte[] names, out int length)
    {
        length = 0;
        return Find(path, out ReadOnlySpan<char> rest) is Mount mount
            ? mount.ListNames(rest, ref place, ref names, out length)
            : path == "/" ? ErrorCode.NotSupported : ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    public override ErrorCode CreateDirectory(string path) =>
        Find(path, out ReadOnlySpan<char> rest) is Mount mount ? mount.CreateDirectory(rest) : NoMount(rest);

    /// <inheritdoc/>
    public override ErrorCode Remove(string path, bool isDirectory) =>
        Find(path, out ReadOnlySpan<char> rest) is Mount mount ? mount.Remove(rest, isDirectory) : NoMount(rest);

    /// <inheritdoc/>
    public override ErrorCode Rename(string path, string newPath, bool replaces)
    {
        Mount? mount = Find(path, out ReadOnlySpan<char> rest);
        Mount? other = Find(newPath, out ReadOnlySpan<char> newRest);
        return mount is null ? NoMount(rest) : other is null ? NoMount(newRest)
            : mount != other ? ErrorCode.NotSupported : mount.Rename(rest, newRest, replaces);
    }

    /// <inheritdoc/>
    public override ErrorCode SetStatus(string path, long created, long accessed, long modified, FileFlags? flags) =>
        Find(path, out ReadOnlySpan<char> rest) is Mount mount ? mount.SetStatus(rest, created, accessed, modified, flags) : NoMount(rest);

    /// <inheritdoc/>
    public override string? Missing(string path)
    {
        string? name = path == "/" || Find(path, out _) is not null ? null : First(path, out _).ToString();
        return Manifest.Has(s_disks, name ?? "") ? name + " (a disk has it: rk run --disk FILE; dmesg says what is wrong with one)" : name;
    }

    // System.IO calls this: FileProvider.Make.
    internal static FileProvider Make() => new Mounts();

    private static ReadOnlySpan<char> First(string path, out ReadOnlySpan<char> rest)
    {
        int slash = path.IndexOf('/', 1);
        rest = slash < 0 ? default : path.AsSpan(slash + 1);
        return slash < 0 ? path.AsSpan(1) : path.AsSpan(1, slash - 1);
    }

    // There is nothing beside the mount points, and nothing can be made there.
    private static ErrorCode NoMount(ReadOnlySpan<char> rest) => rest.Length == 0 ? ErrorCode.AccessDenied : ErrorCode.NotFound;

    // Consecutive paths are usually below the same mount point, so it tries the last one first.
    private Mount? Find(string path, out ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> name = First(path, out rest);
        Mount? last = _last;
        if (last is not null && name.SequenceEqual(last.Name))
        {
            return last;
        }

        Mount? mount = Find(name.ToString());
        _last = mount ?? last;
        return mount;
    }

    private Mount? Find(string name)
    {
        lock (_mounts)
        {
            if (!_mounts.TryGetValue(name, out Mount? mount) && name.Length > 0
                && InitClient.Connect(name, out Handle<Port> port) == ErrorCode.None)
            {
                mount = new Mount(name, port);
                if (!mount.IsThere)
                {
                    port.Close();
                    return null;
                }

                _mounts[name] = mount;
            }

            return mount;
        }
    }
}
