// What rk fs does: data volumes in images, by the sources that the target runs.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.Hil.FileSystems;

/// <summary>
/// The verbs of <c>rk fs</c>. Each returns the exit status: 0; 1, a check found something; 2 after
/// one line on the error writer.
/// </summary>
public sealed class FsCommands(TextWriter output, TextWriter error)
{
    private const int Piece = 1 << 20;
    private const long MostBytes = 8L << 40;

    /// <summary>
    /// Makes an empty volume in an image: in its data partition, if it has partitions. A file that does not exist is made with
    /// <paramref name="size"/> (such as 64M); one that has a volume is left alone unless <paramref name="isForced"/>.
    /// </summary>
    public int Make(string image, string? size, string label, bool isForced) => Do(() =>
    {
        bool isNew = !File.Exists(image);
        if (isNew != size is not null)
        {
            return Fail(isNew ? $"{image} does not exist: --size makes it" : $"{image} exists: --size is for new images");
        }

        if (!isNew)
        {
            return Format(image, label, isForced);
        }

        long bytes = Bytes(size!);
        try
        {
            using (FileStream made = File.Create(image))
            {
                made.SetLength(bytes);
            }

            return Format(image, label, isForced);
        }
        catch
        {
            // Half an image is useless.
            File.Delete(image);
            throw;
        }
    });

    /// <summary>Lists a directory, or names a file: kind, size, time, name. With <paramref name="isDeep"/> all below it by path.</summary>
    /// <param name="image">The image with the volume.</param>
    /// <param name="path">A directory or file of it.</param>
    /// <param name="snapshot">Which snapshot of the volume; null for its present state.</param>
    /// <param name="isDeep">Whether directories below are listed, too.</param>
    /// <param name="write">Gets the entries; true when it has shown them itself. Null to print them.</param>
    public int List(
        string image,
        string path,
        string? snapshot,
        bool isDeep,
        Func<IReadOnlyList<ListedFile>, bool>? write = null) => Do(() =>
    {
        using DataImage opened = DataImage.Open(image, isReadOnly: true);
        DataFileSystem files = MountFor(opened, snapshot);
        FileStatus status = Status(files, NodeOf(files, path));
        IReadOnlyList<(string Name, FileStatus Status)> entries = !status.IsDirectory ? [(path, status)]
            : isDeep ? [.. Below(files, status.Node, path.Trim('/'))]
            : [.. EntriesOf(files, status.Node).Select(entry => (entry.Key, entry.Value))];
        if (write is null || !write([.. entries.Select(entry => ListedFile.Of(entry.Name, entry.Status))]))
        {
            foreach ((string name, FileStatus entry) in entries)
            {
                Line(name, entry);
            }
        }

        return 0;
    });

    /// <summary>Copies a file out of an image, to <paramref name="target"/> or to <paramref name="bytes"/> when that is null.</summary>
    public int Get(string image, string path, string? target, string? snapshot, Stream bytes) => Do(() =>
    {
        using DataImage opened = DataImage.Open(image, isReadOnly: true);
        DataFileSystem files = MountFor(opened, snapshot);
        FileStatus status = Status(files, NodeOf(files, path));
        if (status.IsDirectory)
        {
            return Fail($"{path} is a directory");
        }

        using FileStream? file = target is null ? null : File.Create(target);
        byte[] piece = new byte[Piece];
        for (ulong position = 0; position < status.SizeBytes;)
        {
            Good(files, files.Read(status.Node, position, piece, out int count), path);
            (file ?? bytes).Write(piece, 0, count);
            position += (ulong)count;
        }

        return 0;
    });

    /// <summary>Copies a file into an image, over a file of that name; directories that are missing are made. All or nothing.</summary>
    public int Put(string image, string source, string path) => Do(() =>
    {
        using FileStream file = File.OpenRead(source);
        using DataImage opened = DataImage.Open(image, isReadOnly: false);
        DataFileSystem files = MountFor(opened, null);
        files.Now = DateTime.UtcNow.Ticks;
        string[] parts = Parts(path);
        if (parts.Length == 0)
        {
            return Fail("a file needs a name: rk fs put IMAGE FILE PATH");
        }

        ulong directory = parts[..^1].Aggregate(files.Root, (at, name) => Entered(files, at, name));
        string temporary = $".{Guid.NewGuid():N}";
        Good(files, files.Create(directory, temporary, false, out ulong node), path);
        byte[] piece = new byte[Piece];
        ulong position = 0;
        ErrorCode result = ErrorCode.None;
        for (int count; result == ErrorCode.None && (count = file.Read(piece)) != 0; position += (ulong)count)
        {
            result = files.Write(node, position, piece.AsSpan(0, count), out _);
        }

        result = result == ErrorCode.None ? files.Rename(directory, temporary, directory, parts[^1], true) : result;
        if (result != ErrorCode.None)
        {
            string problem = files.LastProblem;
            _ = files.Remove(directory, temporary);
            _ = files.Sync(0);
            return Fail($"{path}: {problem}");
        }

        Good(files, files.Sync(0), path);
        return 0;
    });

    /// <summary>Reads everything and says what is wrong.</summary>
    public int Check(string image) => Do(() =>
    {
        using DataImage opened = DataImage.Open(image, isReadOnly: true);
        DataFileSystem files = MountFor(opened, null);
        VolumeReport report = files.Check();
        foreach (string problem in report.Problems)
        {
            output.WriteLine(problem);
        }

        output.WriteLine(
            $"{image}: commit {files.Generation}, {report.Files} files, {report.Directories} directories, {report.DataBlocks} blocks of "
                + $"data, "
            + $"{report.Nodes} nodes, {files.Snapshots.Count} snapshots: "
                + $"{(report.Problems.Count == 0 ? "good" : $"{report.Problems.Count} problems")}");
        return report.Problems.Count == 0 && files.Notes.Count == 0 ? 0 : 1;
    });

    /// <summary>Makes a snapshot, deletes one, or lists them when both names are null.</summary>
    public int Snapshot(string image, string? made, string? deleted, Func<IReadOnlyList<ListedSnapshot>, bool>? write = null) => Do(() =>
    {
        using DataImage opened = DataImage.Open(image, isReadOnly: made is null && deleted is null);
        DataFileSystem files = MountFor(opened, null);
        files.Now = DateTime.UtcNow.Ticks;
        if (made is not null)
        {
            Good(files, files.MakeSnapshot(made), made);
        }

        if (deleted is not null)
        {
            Good(files, files.DeleteSnapshot(deleted), deleted);
        }

        if (made is not null || deleted is not null
            || write?.Invoke([.. files.Snapshots.Select(one => ListedSnapshot.Of(one.Name, one.Time))]) == true)
        {
            return 0;
        }

        foreach ((string name, long time) in files.Snapshots)
        {
            output.WriteLine($"{Time(time)} {name}");
        }

        return 0;
    });

    private int Format(string image, string label, bool isForced)
    {
        using DataImage opened = DataImage.OpenForNew(image);
        if (!isForced && DataImage.HasVolume(opened.Store, image))
        {
            return Fail($"{image} has a data volume, and all its files would be lost: --force makes a new one");
        }

        DataFileSystem.Format(opened.Store, label, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), DateTime.UtcNow.Ticks);
        DataFileSystem files = DataFileSystem.Mount(opened.Store);
        output.WriteLine($"{image}: {files.TotalBytes} bytes, {files.FreeBytes} free");
        return 0;
    }

    private static long Bytes(string size)
    {
        int shift = size.Length == 0 ? 0 : char.ToUpperInvariant(size[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        string digits = shift == 0 ? size : size[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number > 0
            && number <= MostBytes >> shift
            ? number << shift
            : throw new InvalidDataException($"a size is such as 64M or 2G, not \"{size}\"");
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string Time(long ticks)
        => TimeOf(ticks)?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-                  ";

    // What a volume says may be no time that DateTime takes.
    internal static DateTime? TimeOf(long ticks)
        => ticks > 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    private static void Good(DataFileSystem files, ErrorCode result, string what)
    {
        if (result != ErrorCode.None)
        {
            throw new InvalidDataException($"{what}: {(files.LastProblem.Length == 0 ? result.ToString() : files.LastProblem)}");
        }
    }

    private static FileStatus Status(DataFileSystem files, ulong node)
    {
        Good(files, files.Describe(node, out FileStatus status), $"file {node}");
        return status;
    }

    private static ulong NodeOf(DataFileSystem files, string path)
    {
        ulong node = files.Root;
        foreach (string name in Parts(path))
        {
            Good(files, files.Find(node, name, out node), path);
        }

        return node;
    }

    private static ulong Entered(DataFileSystem files, ulong directory, string name)
    {
        if (files.Find(directory, name, out ulong node) == ErrorCode.NotFound)
        {
            Good(files, files.Create(directory, name, true, out node), name);
        }

        return Status(files, node).IsDirectory ? node : throw new InvalidDataException($"{name} is a file, not a directory");
    }

    private DataFileSystem MountFor(DataImage image, string? snapshot)
    {
        DataFileSystem files = DataFileSystem.Mount(image.Store);
        foreach (string note in files.Notes)
        {
            error.WriteLine($"rk fs: {note}");
        }

        if (snapshot is null)
        {
            return files;
        }

        Good(files, files.OpenSnapshot(snapshot, out DataFileSystem? past), snapshot);
        return past!;
    }

    // A disk may say that a directory is below itself, and there is no limit to how deep directories go.
    private static IEnumerable<(string Path, FileStatus Status)> Below(DataFileSystem files, ulong directory, string path)
    {
        HashSet<ulong> seen = [directory];
        Stack<(string Path, FileStatus Status)> left = new();
        Push(directory, path);
        while (left.TryPop(out (string Path, FileStatus Status) entry))
        {
            yield return entry;
            if (entry.Status.IsDirectory)
            {
                if (!seen.Add(entry.Status.Node))
                {
                    throw new InvalidDataException($"{Shown(entry.Path)} is a directory that has another name, too: rk fs check says more");
                }

                Push(entry.Status.Node, entry.Path);
            }
        }

        void Push(ulong node, string prefix)
        {
            foreach ((string name, FileStatus status) in EntriesOf(files, node).Reverse())
            {
                left.Push((prefix.Length == 0 ? name : $"{prefix}/{name}", status));
            }
        }
    }

    private static SortedDictionary<string, FileStatus> EntriesOf(DataFileSystem files, ulong directory)
    {
        ulong place = 0;
        SortedDictionary<string, FileStatus> entries = new(StringComparer.Ordinal);
        ErrorCode result;
        while ((result = files.List(directory, ref place, out DirectoryEntry entry)) == ErrorCode.None)
        {
            entries[entry.Name] = entry.Status;
        }

        if (result != ErrorCode.NotFound)
        {
            Good(files, result, "the directory");
        }

        return entries;
    }

    // A name may hold what would steer a terminal.
    private static string Shown(string name) => string.Concat(name.Select(one => char.IsControl(one) ? '?' : one));

    private void Line(string name, FileStatus status)
        => output.WriteLine($"{(status.IsDirectory ? 'd' : '-')} {status.SizeBytes,12} {Time(status.Modified)} {Shown(name)}");

    private int Do(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private int Fail(string problem)
    {
        error.WriteLine($"rk fs: {problem}");
        return 2;
    }
}
