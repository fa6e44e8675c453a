// Files by their paths.

using System.Collections.Generic;
using System.Text;
using RustKernel;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace System.IO;

public static partial class File
{
    private const int CopyBytes = 64 * 1024;

    public static bool Exists(string? path) =>
        path is { Length: > 0 } && !path.Contains('\0') && Path.Describe(Path.GetFullPath(path), path, out FileStatus status)
        && !status.IsDirectory && !path.EndsWith('/');

    public static void Delete(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        ErrorCode error = FileProvider.Current.Remove(Path.TrimEndingDirectorySeparator(full), isDirectory: false);

        // A missing file need not be deleted, but its directory must exist.
        if (error != ErrorCode.NotFound || !FileErrors.IsDirectory(Path.GetDirectoryName(full)))
        {
            FileErrors.Check(error, full);
        }
    }

    public static void Move(string sourceFileName, string destFileName) => Move(sourceFileName, destFileName, overwrite: false);

    public static void Move(string sourceFileName, string destFileName, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceFileName);
        ArgumentException.ThrowIfNullOrEmpty(destFileName);
        string from = Path.GetFullPath(sourceFileName);
        string to = Path.GetFullPath(destFileName);
        if (!Exists(from))
        {
            throw new FileNotFoundException($"Could not find file '{from}'.", from);
        }

        ErrorCode error = FileProvider.Current.Rename(from, Path.TrimEndingDirectorySeparator(to), overwrite);
        if (error == ErrorCode.NotSupported)
        {
            // Another file system.
            Copy(from, to, overwrite);
            Delete(from);
        }
        else if (error == ErrorCode.IsDirectory || (error == ErrorCode.AlreadyExists && Directory.Exists(to)))
        {
            // A directory that contains the file is not empty: that error takes precedence.
            throw !overwrite ? FileErrors.Of(ErrorCode.AlreadyExists, to)
                : from.StartsWith(to + "/", StringComparison.Ordinal) ? FileErrors.Of(ErrorCode.NotEmpty, to)
                : new IOException($"Is a directory : '{to}'");
        }
        else
        {
            FileErrors.Check(error, to, isDirectory: true);
        }
    }

    public static void Copy(string sourceFileName, string destFileName) => Copy(sourceFileName, destFileName, overwrite: false);

    public static void Copy(string sourceFileName, string destFileName, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceFileName);
        ArgumentException.ThrowIfNullOrEmpty(destFileName);
        using FileStream from = new(sourceFileName, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        if (!overwrite && Directory.Exists(destFileName))
        {
            throw new IOException($"The target file '{Path.GetFullPath(destFileName)}' is a directory, not a file.");
        }

        using FileStream to = new(
            destFileName,
            overwrite ? FileMode.Create : FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            1);
        from.CopyTo(to, CopyBytes);
    }

    public static void Replace(string sourceFileName, string destinationFileName, string? destinationBackupFileName)
    {
        ArgumentNullException.ThrowIfNull(sourceFileName);
        ArgumentNullException.ThrowIfNull(destinationFileName);
        if (!Exists(destinationFileName))
        {
            throw FileErrors.Of(ErrorCode.NotFound, Path.GetFullPath(destinationFileName));
        }

        if (destinationBackupFileName is not null)
        {
            Move(destinationFileName, destinationBackupFileName, overwrite: true);
        }

        Move(sourceFileName, destinationFileName, overwrite: true);
    }

    public static FileStream Open(string path, FileMode mode) =>
        Open(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite, FileShare.None);

    public static FileStream Open(string path, FileMode mode, FileAccess access) => Open(path, mode, access, FileShare.None);

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) => new(path, mode, access, share);

    public static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    public static FileStream OpenWrite(string path) => new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

    public static StreamReader OpenText(string path) => new(path);

    public static FileStream Create(string path) => Create(path, 4096);

    public static FileStream Create(string path, int bufferSize) =>
        new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize);

    public static FileStream Create(string path, int bufferSize, FileOptions options) =>
        new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize, options);

    public static StreamWriter CreateText(string path) => new(path, append: false);

    public static StreamWriter AppendText(string path) => new(path, append: true);

    public static byte[] ReadAllBytes(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        long length = file.Length;
        if (length > Array.MaxLength)
        {
            throw new IOException("The file is too long. This operation is currently limited to supporting files less than 2 gigabytes in "
                + "size.");
        }

        byte[] bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public static string ReadAllText(string path) => ReadAllText(path, Encoding.UTF8);

    public static string ReadAllText(string path, Encoding encoding)
    {
        CheckText(path, encoding);
        using StreamReader reader = new(path, encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    public static string[] ReadAllLines(string path) => ReadAllLines(path, Encoding.UTF8);

    public static string[] ReadAllLines(string path, Encoding encoding)
    {
        CheckText(path, encoding);
        List<string> lines = new();
        using StreamReader reader = new(path, encoding);
        while (reader.ReadLine() is string line)
        {
            lines.Add(line);
        }

        return lines.ToArray();
    }

    public static IEnumerable<string> ReadLines(string path) => ReadLines(path, Encoding.UTF8);

    public static IEnumerable<string> ReadLines(string path, Encoding encoding)
    {
        CheckText(path, encoding);
        return Lines(new StreamReader(path, encoding));
    }

    public static void WriteAllBytes(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        WriteAllBytes(path, (ReadOnlySpan<byte>)bytes);
    }

    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        file.Write(bytes);
    }

    public static void WriteAllText(string path, string? contents) => WriteAllText(path, contents, new UTF8Encoding(false));

    public static void WriteAllText(string path, string? contents, Encoding encoding)
    {
        CheckText(path, encoding);
        using StreamWriter writer = new(path, append: false, encoding);
        writer.Write(contents);
    }

    public static void WriteAllLines(string path, string[] contents) => WriteAllLines(path, (IEnumerable<string>)contents);

    public static void WriteAllLines(string path, IEnumerable<string> contents) =>
        WriteAllLines(path, contents, new UTF8Encoding(false));

    public static void WriteAllLines(string path, string[] contents, Encoding encoding) =>
        WriteAllLines(path, (IEnumerable<string>)contents, encoding);

    public static void WriteAllLines(string path, IEnumerable<string> contents, Encoding encoding) =>
        WriteLines(path, contents, encoding, append: false);

    public static void AppendAllBytes(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        AppendAllBytes(path, (ReadOnlySpan<byte>)bytes);
    }

    public static void AppendAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        file.Write(bytes);
    }

    public static void AppendAllText(string path, string? contents) => AppendAllText(path, contents, new UTF8Encoding(false));

    public static void AppendAllText(string path, string? contents, Encoding encoding)
    {
        CheckText(path, encoding);
        using StreamWriter writer = new(path, append: true, encoding);
        writer.Write(contents);
    }

    public static void AppendAllLines(string path, IEnumerable<string> contents) =>
        AppendAllLines(path, contents, new UTF8Encoding(false));

    public static void AppendAllLines(string path, IEnumerable<string> contents, Encoding encoding) =>
        WriteLines(path, contents, encoding, append: true);

    private static void WriteLines(string path, IEnumerable<string> contents, Encoding encoding, bool append)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(encoding);
        using StreamWriter writer = new(path, append, encoding);
        foreach (string line in contents)
        {
            writer.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        using (reader)
        {
            while (reader.ReadLine() is string line)
            {
                yield return line;
            }
        }
    }

    private static void CheckText(string path, Encoding encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(encoding);
    }
}
