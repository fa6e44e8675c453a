using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RustKernel.Services.Files;
using RustKernel.Services.Text;

namespace RustKernel.Services.Shell;

/// <summary>
/// Commands about files and directories. Errors are System.IO's exceptions, which name the file: the table of commands shows them.
/// </summary>
internal sealed class FileCommands
{
    private const int PieceBytes = 32 * 1024;
    private const int LineBytes = 16;
    private readonly Action<string> _say;
    private readonly Action<byte[]> _put;
    private readonly Func<string?> _input;

    /// <summary>
    /// The commands write text by <paramref name="say"/>, and binary output by <paramref name="put"/>; <paramref name="input"/> is the file
    /// after <c>&lt;</c>.
    /// </summary>
    internal FileCommands(Action<string> say, Action<byte[]> put, Func<string?> input)
    {
        _say = say;
        _put = put;
        _input = input;
    }

    /// <summary>ls: with -l sizes and times.</summary>
    internal void List(string[] words)
    {
        bool isLong = Take(ref words, "-l");
        foreach (string path in words.Length == 0 ? ["."] : words)
        {
            FileItem one = FileItem.At(path);
            _say(words.Length > 1 && one.IsDirectory ? path + ":\n" : "");
            foreach (FileItem item in one.IsDirectory ? FileItem.In(path) : [one])
            {
                _say(isLong ? item.Line : item.Shown + "\n");
                Pulse.Beat();
            }
        }
    }

    /// <summary>cat: all bytes, unchanged.</summary>
    internal void Show(string[] words) => ForEach(Inputs(words), path => Read(path, _put));

    /// <summary>hexdump: with -n at most that many bytes.</summary>
    internal void Dump(string[] words)
    {
        ulong most = ulong.MaxValue;
        if (words.Length > 1 && words[0] == "-n")
        {
            most = Number(words[1], "bytes");
            words = words[2..];
        }

        ForEach(Inputs(words), path =>
        {
            ulong at = 0;
            Read(path, bytes =>
            {
                for (int i = 0; i < bytes.Length && at < most; i += LineBytes)
                {
                    ReadOnlySpan<byte> line = bytes.AsSpan(i, (int)Math.Min((ulong)Math.Min(LineBytes, bytes.Length - i), most - at));
                    _say(HexLine(at, line));
                    at += (ulong)line.Length;
                    Pulse.Beat();
                }
            });
        });
    }

    /// <summary>cp: with -r directories and their contents.</summary>
    internal static void Copy(string[] words)
    {
        bool isDeep = Take(ref words, "-r");
        ForPairs(words, "cp [-r] FROM ... TO", (from, to) => Copy(from, to, isDeep));
    }

    /// <summary>mv.</summary>
    internal static void Move(string[] words) => ForPairs(words, "mv FROM ... TO", (from, to) =>
    {
        if (!Directory.Exists(from))
        {
            File.Move(from, to, overwrite: true);
        }
        else if (First(from) == First(to))
        {
            Directory.Move(from, to);
        }
        else
        {
            Copy(from, to, isDeep: true);
            Directory.Delete(from, recursive: true);
        }
    });

    /// <summary>rm: with -r directories and their contents.</summary>
    internal static void Remove(string[] words)
    {
        bool isDeep = Take(ref words, "-r");
        ForEach(words, path =>
        {
            if (isDeep && Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else if (File.Exists(path))
            {
                File.Delete(path);
            }
            else
            {
                throw Directory.Exists(path)
                    ? new IOException($"'{path}' is a directory; rm -r removes it and what is in it")
                    : new FileNotFoundException($"Could not find file '{path}'.");
            }
        });
    }

    /// <summary>mkdir, with all parents.</summary>
    internal static void MakeDirectory(string[] words) => ForEach(words, path => _ = Directory.CreateDirectory(path));

    /// <summary>rmdir.</summary>
    internal static void RemoveDirectory(string[] words) => ForEach(words, Directory.Delete);

    /// <summary>tree.</summary>
    internal void Tree(string[] words)
    {
        string top = words.Length == 0 ? "." : words[0];
        _say(top + "\n");
        int files = 0, directories = 0;
        Tree(top, "", ref files, ref directories);
        _say($"{directories} directories, {files} files\n");
    }

    /// <summary>df.</summary>
    internal void Space()
    {
        _say("FILE SYSTEM  KIND         KIB       FREE KIB   OPEN FILES\n");
        foreach (string name in Mounts.Names)
        {
            if (Mounts.Describe(name, out FileSystemState state) == ErrorCode.None)
            {
                _say($"/{name.PadRight(12)}{state.Kind.PadRight(13)}{(state.TotalBytes >> 10).ToString().PadRight(10)}"
                    + $"{(state.FreeBytes >> 10).ToString().PadRight(11)}{state.OpenFiles}{(state.IsReadOnly ? "  read-only" : "")}\n");
            }
        }
    }

    /// <summary>mount: lists mount points, or starts the service of one.</summary>
    internal void Mount(string[] words)
    {
        foreach (string name in words.Length == 0 ? Mounts.Names.ToArray() : [])
        {
            _ = Mounts.Describe(name, out FileSystemState state);
            string label = state.Label.Length == 0 ? "" : $" \"{state.Label}\"";
            _say($"/{name} {state.Kind}{label}{(state.IsReadOnly ? " read-only" : "")}, {state.Sessions} clients\n");
        }

        ForNames(words, name =>
        {
            ErrorCode error = InitClient.Command(name, ServiceCommand.Start);
            return error == ErrorCode.InvalidState ? ErrorCode.None : error;
        });
    }

    /// <summary>umount: writes cached data and ends the service of a mount point.</summary>
    internal void Unmount(string[] words) => ForNames(words, name =>
    {
        ErrorCode error = Mounts.Sync(name);
        return error == ErrorCode.None ? InitClient.Command(name, ServiceCommand.Kill) : error;
    });

    /// <summary>sync: for all mount points, or for some.</summary>
    internal void Sync(string[] words) => ForNames(words.Length == 0 ? Mounts.Names.ToArray() : words, Mounts.Sync);

    /// <summary>stat.</summary>
    internal void Status(string[] words) => ForEach(words, path => _say(FileItem.At(path).All));

    /// <summary>touch.</summary>
    internal static void Touch(string[] words) => ForEach(words, path =>
    {
        if (Path.Exists(path))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        else
        {
            File.WriteAllBytes(path, []);
        }
    });

    /// <summary>write: the rest of the line is the file's content.</summary>
    internal static void Write(string[] words)
    {
        if (words.Length == 0)
        {
            throw new ArgumentException("write PATH TEXT...");
        }

        File.WriteAllText(words[0], string.Join(" ", words[1..]) + "\n");
    }

    /// <summary>cd.</summary>
    internal static void Go(string[] words) => Directory.SetCurrentDirectory(words.Length == 0 ? "/" : words[0]);

    /// <summary>pwd.</summary>
    internal void Where() => _say(Directory.GetCurrentDirectory() + "\n");

    /// <summary>Paths that begin with <paramref name="begun"/>; a directory's ends with a slash.</summary>
    internal static void AddPaths(string begun, List<string> paths)
    {
        string directory = begun.Substring(0, begun.LastIndexOf('/') + 1);
        string place = directory.Length == 0 ? "." : directory;
        if (!Directory.Exists(place))
        {
            return;
        }

        foreach (FileItem item in FileItem.In(place))
        {
            paths.Add(directory + item.Shown);
        }
    }

    private static bool Take(ref string[] words, string option)
    {
        bool isThere = words.Length > 0 && words[0] == option;
        words = isThere ? words[1..] : words;
        return isThere;
    }

    private static void ForEach(string[] words, Action<string> action)
    {
        if (words.Length == 0)
        {
            throw new ArgumentException("which file?");
        }

        foreach (string path in words)
        {
            action(path);
            Pulse.Beat();
        }
    }

    // The last one is a directory, or there are two.
    private static void ForPairs(string[] words, string usage, Action<string, string> action)
    {
        if (words.Length < 2)
        {
            throw new ArgumentException(usage);
        }

        string to = words[^1];
        bool isInto = Directory.Exists(to);
        if (words.Length > 2 && !isInto)
        {
            throw new DirectoryNotFoundException($"'{to}' is no directory, and there are several to go there");
        }

        foreach (string from in words[..^1])
        {
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(from))!;
            string target = isInto ? Path.Join(to, name) : to;
            if (Path.GetFullPath(from) == Path.GetFullPath(target))
            {
                throw new IOException($"'{from}' and '{target}' are the same file");
            }

            action(from, target);
        }
    }

    private void ForNames(string[] words, Func<string, ErrorCode> action)
    {
        foreach (string word in words)
        {
            string name = word.Trim('/');
            ErrorCode error = action(name);
            if (error != ErrorCode.None)
            {
                _say($"/{name}: {Text.FaultText.Of(error)}\n");
            }
        }
    }

    private static void Copy(string from, string to, bool isDeep)
    {
        if (!Directory.Exists(from))
        {
            // Open the source first: if it is missing, or is the target itself, the target must keep its content.
            using FileStream source = new(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            using FileStream target = new(to, FileMode.Create, FileAccess.Write, FileShare.None, 1);
            Read(source, bytes => target.Write(bytes));
            return;
        }

        string below = Path.TrimEndingDirectorySeparator(Path.GetFullPath(from)) + "/";
        if (!isDeep || (Path.GetFullPath(to) + "/").StartsWith(below))
        {
            throw new IOException(isDeep ? $"'{to}' is within '{from}'" : $"'{from}' is a directory; cp -r copies it");
        }

        _ = Directory.CreateDirectory(to);
        foreach (FileItem item in FileItem.In(from))
        {
            Copy(Path.Join(from, item.Name), Path.Join(to, item.Name), isDeep);
        }
    }

    /// <summary>Reads a file piece by piece.</summary>
    internal static void Read(string path, Action<byte[]> take)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        Read(file, take);
    }

    private static void Read(FileStream file, Action<byte[]> take)
    {
        byte[] piece = new byte[PieceBytes];
        for (int count = file.Read(piece, 0, piece.Length); count > 0; count = file.Read(piece, 0, piece.Length))
        {
            take(count == piece.Length ? piece : piece[..count]);
            Pulse.Beat();
        }
    }

    private string[] Inputs(string[] words) => words.Length == 0 && _input() is string input ? [input] : words;

    private static string First(string path) => Path.GetFullPath(path).Split('/')[1];

    /// <summary>Reads a number of <paramref name="what"/>. Throws ArgumentException.</summary>
    internal static ulong Number(string digits, string what)
    {
        ulong number = 0;
        foreach (char digit in digits)
        {
            number = digit is >= '0' and <= '9'
                ? (number * 10) + digit - '0'
                : throw new ArgumentException($"'{digits}' is no number of {what}");
        }

        return number;
    }

    private static string HexLine(ulong at, ReadOnlySpan<byte> bytes)
    {
        StringBuilder line = new();
        line.Append(MessageText.Hex(at, 8)).Append(' ');
        for (int i = 0; i < LineBytes; i++)
        {
            line.Append(i % 8 == 0 ? " " : "");
            if (i < bytes.Length)
            {
                line.Append(MessageText.Hex(bytes[i], 2)).Append(' ');
            }
            else
            {
                line.Append("   ");
            }
        }

        line.Append(" |");
        foreach (byte value in bytes)
        {
            line.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }

        return line.Append("|\n").ToString();
    }

    private void Tree(string directory, string before, ref int files, ref int directories)
    {
        List<FileItem> all = FileItem.In(directory);
        for (int i = 0; i < all.Count; i++)
        {
            bool isLast = i == all.Count - 1;
            _say($"{before}{(isLast ? "`-- " : "|-- ")}{all[i].Shown}\n");
            Pulse.Beat();
            if (all[i].IsDirectory)
            {
                directories++;
                Tree(Path.Join(directory, all[i].Name), before + (isLast ? "    " : "|   "), ref files, ref directories);
            }
            else
            {
                files++;
            }
        }
    }
}
