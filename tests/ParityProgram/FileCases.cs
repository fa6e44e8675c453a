// Files, directories, paths: on the target in /tmp, under .NET in a folder of the host. The folders' own names are not compared.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class FileCases
{
    private static readonly string s_root = Path.Combine(Path.GetTempPath(), "parity-" + Path.GetRandomFileName());

    private static readonly string[] s_paths =
    [
        "", "/", "a", "/a", "a/b", "/a/b", "/a/b/", "//", "//a", "/a//b", "a.txt", "a.b.txt", ".", "..", "./a", "../a", "a/.", "a/..",
        "/..", "/../a", "/a/./b", "/a/../b", "/a/b/..", "/a/b/.", "a.", ".a", "a/.b", "a.b/c", "/a b/c d", "a/b.c/", "/x/y/../../z/",
        "/a/...", "a//", "/a/b//", "///a///b///",
    ];

    internal static void Run(Table table)
    {
        Paths(table);
        _ = Directory.CreateDirectory(s_root);
        try
        {
            Texts(table);
            Streams(table);
            Modes(table);
            Directories(table);
            Moves(table);
            Statuses(table);
            Errors(table);
            Readers(table);
            Random(table);
        }
        finally
        {
            Directory.Delete(s_root, true);
        }

        table.Case("file root is gone", () => Directory.Exists(s_root));
    }

    private static string In(string name) => Path.Combine(s_root, name);

    // Removes what differs between the two places.
    private static string Plain(string text) => text.Replace(s_root, "ROOT");

    private static string Thrown(Action action)
    {
        try
        {
            action();
            return "nothing thrown";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {Plain(e.Message)}";
        }
    }

    private static void Paths(Table table)
    {
        table.Each("Path.GetFileName", s_paths, p => Path.GetFileName(p));
        table.Each("Path.GetExtension", s_paths, p => Path.GetExtension(p));
        table.Each("Path.GetFileNameWithoutExtension", s_paths, p => Path.GetFileNameWithoutExtension(p));
        table.Each("Path.GetDirectoryName", s_paths, p => Path.GetDirectoryName(p));
        table.Each("Path.HasExtension", s_paths, p => Path.HasExtension(p));
        table.Each("Path.IsPathRooted", s_paths, p => Path.IsPathRooted(p));
        table.Each("Path.GetPathRoot", s_paths, p => Path.GetPathRoot(p));
        table.Each("Path.EndsInDirectorySeparator", s_paths, p => Path.EndsInDirectorySeparator(p));
        table.Each("Path.TrimEndingDirectorySeparator", s_paths, p => Path.TrimEndingDirectorySeparator(p));
        table.Each("Path.ChangeExtension", s_paths, p => Path.ChangeExtension(p, "z") + "|" + Path.ChangeExtension(p, null));
        table.Each("Path.GetFullPath", s_paths.Where(p => p.StartsWith('/')), p => Path.GetFullPath(p));
        table.Each("Path.GetFullPath from", s_paths, p => p.Length == 0 ? "" : Path.GetFullPath(p, "/base/x"));
        table.Pairs("Path.Combine", ["", "a", "/a", "a/"], ["", "b", "/b", "b/c"], (a, b) => Path.Combine(a, b));
        table.Pairs("Path.Join", ["", "a", "/a", "a/"], ["", "b", "/b", "b/c"], (a, b) => Path.Join(a, b));
        table.Pairs(
            "Path.GetRelativePath",
            ["/", "/a", "/a/b", "/a/b/c", "/x/"],
            ["/", "/a", "/a/b", "/a/bb", "/x/y/"],
            (a, b) => Path.GetRelativePath(a, b));
        table.Case("Path.Combine many", () => Path.Combine("a", "b", "c", "d") + Path.Combine(["a", "/b", "c", "d", "e"]));
        table.Case("Path.Join many", () => Path.Join("a", "b", "c") + Path.Join(["a", "/b", null, "d", "e"]));
        table.Case("Path.Combine null", () => Path.Combine("a", null!));
        table.Case("Path.GetFullPath null", () => Path.GetFullPath(null!));
        table.Case("Path.GetFullPath empty", () => Path.GetFullPath(""));
        table.Case("Path.GetFullPath nul", () => Path.GetFullPath("/a\0b"));
        table.Case("Path separators", () =>
            $"{Path.DirectorySeparatorChar}{Path.AltDirectorySeparatorChar}{Path.PathSeparator}{Path.VolumeSeparatorChar}");
        table.Case("Path invalid", () => Path.GetInvalidFileNameChars().Length + Path.GetInvalidPathChars().Length);
        table.Case("Path random", () => Path.GetRandomFileName().Length + " " + Path.GetRandomFileName().IndexOf('.'));
    }

    private static void Texts(Table table)
    {
        string file = In("text");
        string[] texts = ["", "a", "line\n", "one\ntwo\r\nthree", "äöü€😀", "\ufeffmark", "\n\n", new('x', 10_000)];
        table.Each("WriteAllText and ReadAllText", texts, t =>
        {
            File.WriteAllText(file, t);
            string read = File.ReadAllText(file);
            return read.Length > 100 ? read.Length.ToString() : read;
        });
        table.Each("WriteAllText and ReadAllBytes", texts, t =>
        {
            File.WriteAllText(file, t);
            byte[] bytes = File.ReadAllBytes(file);
            return bytes.Length > 100 ? bytes.Length : bytes;
        });
        table.Each("WriteAllText and ReadAllLines", texts, t =>
        {
            File.WriteAllText(file, t);
            return File.ReadAllLines(file).Select(line => line.Length > 100 ? line.Length.ToString() : line);
        });
        Encoding[] encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.ASCII, Encoding.UTF32];
        table.Each("WriteAllText in", encodings.Select(e => e.WebName), name =>
        {
            Encoding encoding = encodings.First(e => e.WebName == name);
            File.WriteAllText(file, "aé", encoding);
            return Convert.ToHexString(File.ReadAllBytes(file)) + File.ReadAllText(file) + File.ReadAllText(file, encoding);
        });
        table.Case("AppendAllText", () =>
        {
            File.Delete(file);
            File.AppendAllText(file, "one");
            File.AppendAllText(file, "two");
            return File.ReadAllText(file);
        });
        table.Case("AppendAllText with a mark", () =>
        {
            File.Delete(file);
            File.AppendAllText(file, "one", Encoding.UTF8);
            File.AppendAllText(file, "two", Encoding.UTF8);
            return File.ReadAllBytes(file);
        });
        table.Case("AppendAllLines", () =>
        {
            File.Delete(file);
            File.AppendAllLines(file, ["a", "b"]);
            File.AppendAllLines(file, ["c"]);
            return File.ReadAllText(file);
        });
        table.Case("AppendAllBytes", () =>
        {
            File.WriteAllBytes(file, [1, 2]);
            File.AppendAllBytes(file, [3]);
            return File.ReadAllBytes(file);
        });
        table.Case("WriteAllLines", () =>
        {
            File.WriteAllLines(file, ["x", "", "z"]);
            return File.ReadAllText(file);
        });
        table.Case("WriteAllText shorter", () =>
        {
            File.WriteAllText(file, "a long text");
            File.WriteAllText(file, "short");
            return File.ReadAllText(file);
        });
        table.Case("WriteAllText null", () =>
        {
            File.WriteAllText(file, null);
            return new FileInfo(file).Length;
        });
        table.Case("ReadLines", () =>
        {
            File.WriteAllText(file, "1\n2\n3");
            return File.ReadLines(file).Where(line => line != "2");
        });
        table.Case("ReadAllTextAsync", () =>
        {
            File.WriteAllTextAsync(file, "awaited").Wait();
            return File.ReadAllTextAsync(file).Result;
        });
        table.Case("ReadAllBytesAsync", () =>
        {
            File.WriteAllBytesAsync(file, [7, 8]).Wait();
            return File.ReadAllBytesAsync(file).Result;
        });
        table.Case("a megabyte", () =>
        {
            byte[] bytes = new byte[1 << 20];
            new Random(5).NextBytes(bytes);
            File.WriteAllBytes(file, bytes);
            return File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes);
        });
    }

    private static void Streams(Table table)
    {
        string file = In("stream");
        table.Case("FileStream write, seek, read", () =>
        {
            using FileStream stream = new(file, FileMode.Create);
            stream.Write([1, 2, 3, 4, 5], 0, 5);
            stream.Position = 1;
            int first = stream.ReadByte();
            stream.WriteByte(9);
            stream.Seek(-1, SeekOrigin.End);
            int last = stream.ReadByte();
            int end = stream.ReadByte();
            stream.Position = 0;
            byte[] all = new byte[10];
            int count = stream.Read(all, 0, 10);
            return $"{first} {last} {end} {count} {Convert.ToHexString(all)} {stream.Length} {stream.Position}";
        });
        table.Case("FileStream beyond the end", () =>
        {
            using FileStream stream = new(file, FileMode.Create);
            stream.Position = 5;
            long before = stream.Length;
            stream.WriteByte(1);
            stream.Flush();
            return $"{before} {stream.Length} {Convert.ToHexString(ReadOther(file))}";
        });
        table.Case("FileStream SetLength", () =>
        {
            using FileStream stream = new(file, FileMode.Create);
            stream.Write([1, 2, 3, 4, 5]);
            stream.SetLength(3);
            long at = stream.Position;
            stream.SetLength(6);
            stream.Position = 0;
            byte[] bytes = new byte[6];
            stream.ReadExactly(bytes);
            return $"{at} {Convert.ToHexString(bytes)} {stream.Position}";
        });
        table.Case("FileStream not flushed is not there", () =>
        {
            using FileStream stream = new(file, FileMode.Create);
            stream.Write([1, 2, 3]);
            int before = ReadOther(file).Length;
            stream.Flush();
            int after = ReadOther(file).Length;
            stream.WriteByte(4);
            stream.Flush(true);
            return $"{before} {after} {ReadOther(file).Length} {stream.Length}";
        });
        table.Case("FileStream length of what is buffered", () =>
        {
            using FileStream stream = new(file, FileMode.Create);
            stream.Write(new byte[100]);
            return $"{stream.Length} {stream.Position}";
        });
        table.Each("FileStream with a buffer of", [0, 1, 7, 4096, 100_000], size =>
        {
            byte[] bytes = Enumerable.Range(0, 20_000).Select(i => (byte)(i * 7)).ToArray();
            using (FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.None, size))
            {
                for (int at = 0; at < bytes.Length; at += 333)
                {
                    stream.Write(bytes, at, Math.Min(333, bytes.Length - at));
                }
            }

            using FileStream read = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, size);
            byte[] again = new byte[bytes.Length];
            int count = 0;
            for (int part = read.Read(again, 0, 100); part > 0; part = read.Read(again, count, Math.Min(517, again.Length - count)))
            {
                count += part;
            }

            return $"{count} {again.AsSpan().SequenceEqual(bytes)}";
        });
        table.Case("FileStream properties", () =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read);
            return $"{stream.CanRead} {stream.CanWrite} {stream.CanSeek} {Plain(stream.Name)} {stream.CanTimeout}";
        });
        table.Case("FileStream closed", () =>
        {
            FileStream stream = new(file, FileMode.Open);
            stream.Dispose();
            stream.Dispose();
            return $"{stream.CanRead} {stream.CanSeek} {Thrown(() => stream.ReadByte())} {Thrown(() => stream.Flush())}";
        });
        table.Case("FileStream wrong way", () =>
        {
            using FileStream read = new(file, FileMode.Open, FileAccess.Read);
            return Thrown(() => read.WriteByte(1)) + Thrown(() => read.SetLength(1));
        });
        table.Case("FileStream write only", () =>
        {
            using FileStream write = new(file, FileMode.Open, FileAccess.Write);
            return Thrown(() => write.ReadByte());
        });
        table.Case("FileStream seek before the start", () =>
        {
            using FileStream stream = new(file, FileMode.Open);
            return Thrown(() => stream.Seek(-1, SeekOrigin.Begin)) + Thrown(() => stream.Position = -1).Split('\n')[0];
        });
        table.Case("FileStream append", () =>
        {
            File.WriteAllText(file, "old");
            using (FileStream stream = new(file, FileMode.Append))
            {
                stream.Write("new"u8);
                string thrown = Thrown(() => stream.Seek(0, SeekOrigin.Begin));
                if (stream.Position != 6)
                {
                    return thrown;
                }
            }

            return File.ReadAllText(file);
        });
        table.Case("FileStream append seeks back", () =>
        {
            using FileStream stream = new(file, FileMode.Append);
            return $"{stream.Position} {stream.CanRead} {Thrown(() => stream.Seek(0, SeekOrigin.Begin))} "
                + Thrown(() => stream.SetLength(0));
        });
        table.Case("FileStream delete on close", () =>
        {
            string gone = In("gone");
            FileStream stream = new(gone, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 100, FileOptions.DeleteOnClose);
            bool before = File.Exists(gone);
            stream.Dispose();
            return $"{before} {File.Exists(gone)}";
        });
        table.Case("FileStream of a deleted file goes on", () =>
        {
            string gone = In("gone");
            using FileStream stream = new(gone, FileMode.Create);
            stream.Write([1, 2, 3]);
            File.Delete(gone);
            stream.Flush();
            stream.Position = 0;
            return $"{stream.ReadByte()} {stream.Length} {File.Exists(gone)}";
        });
        table.Case("FileStream copies", () =>
        {
            File.WriteAllBytes(file, [5, 6, 7]);
            using FileStream stream = File.OpenRead(file);
            using MemoryStream memory = new();
            stream.CopyTo(memory);
            return memory.ToArray();
        });
        table.Case("FileStream alone", () =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return Thrown(() => File.ReadAllText(file));
        });
        table.Case("FileStream not alone any more", () =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Thrown(() => File.Open(file, FileMode.Open).Dispose());
        });
        table.Case("FileStream two readers", () =>
        {
            using FileStream one = File.OpenRead(file);
            using FileStream two = File.OpenRead(file);
            return one.ReadByte() + two.ReadByte();
        });
        table.Case("File.Create and OpenWrite", () =>
        {
            using (FileStream stream = File.Create(file))
            {
                stream.Write("abcdef"u8);
            }

            using (FileStream stream = File.OpenWrite(file))
            {
                stream.Write("XY"u8);
            }

            return File.ReadAllText(file);
        });
    }

    private static byte[] ReadOther(string file)
    {
        using FileStream other = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[other.Length];
        other.ReadExactly(bytes);
        return bytes;
    }

    private static void Modes(Table table)
    {
        FileMode[] modes = [FileMode.CreateNew, FileMode.Create, FileMode.Open, FileMode.OpenOrCreate, FileMode.Truncate, FileMode.Append];
        foreach (FileMode mode in modes)
        {
            foreach (FileAccess access in new[] { FileAccess.Read, FileAccess.Write, FileAccess.ReadWrite })
            {
                foreach (bool isThere in new[] { false, true })
                {
                    table.Case($"open {mode} {access} {(isThere ? "there" : "missing")}", () =>
                    {
                        string file = In("mode");
                        File.Delete(file);
                        if (isThere)
                        {
                            File.WriteAllText(file, "content");
                        }

                        string thrown = Thrown(() =>
                        {
                            using FileStream stream = new(file, mode, access);
                            if (stream.CanWrite)
                            {
                                stream.WriteByte((byte)'!');
                            }
                        });
                        return thrown.Split('\n')[0] + " " + (File.Exists(file) ? File.ReadAllText(file) : "missing");
                    });
                }
            }
        }

        table.Case("open mode 0", () => Thrown(() => new FileStream(In("m"), (FileMode)0)).Split('\n')[0].Split('(')[0]);
        table.Case("open access 0", () => Thrown(() => new FileStream(In("m"), FileMode.Open, 0)).Split('\n')[0].Split('(')[0]);
        table.Case("open buffer -1", () =>
            Thrown(() => new FileStream(In("m"), FileMode.Create, FileAccess.Write, FileShare.None, -1)).Split(':')[0]);
        table.Case("open null", () => Thrown(() => new FileStream(null!, FileMode.Open)));
        table.Case("open empty", () => Thrown(() => new FileStream("", FileMode.Open)));
    }

    private static IEnumerable<string> Names(IEnumerable<string> paths) =>
        paths.Select(p => Plain(p)).OrderBy(p => p, StringComparer.Ordinal);

    private static void Directories(Table table)
    {
        string top = In("tree");
        table.Case("CreateDirectory of several", () => Plain(Directory.CreateDirectory(Path.Combine(top, "a/b/c")).FullName));
        table.Case("CreateDirectory again", () => Directory.CreateDirectory(top).Exists);
        foreach (string name in new[] { "1.txt", "2.txt", "3.log", "a/4.txt", "a/b/5.txt", "a/b/c/6.log", "noext" })
        {
            File.WriteAllText(Path.Combine(top, name), name);
        }

        string[] patterns = ["*", "*.txt", "*.*", "?.txt", "1*", "*x*", "none", "a", "??oext", "*.l?g", "b*"];
        table.Each("GetFiles", patterns, p => Names(Directory.GetFiles(top, p)));
        table.Each("GetFiles of all", patterns, p => Names(Directory.GetFiles(top, p, SearchOption.AllDirectories)));
        table.Each("GetDirectories", patterns, p => Names(Directory.GetDirectories(top, p)));
        table.Each("GetDirectories of all", patterns, p => Names(Directory.GetDirectories(top, p, SearchOption.AllDirectories)));
        table.Each("GetFileSystemEntries", patterns, p => Names(Directory.GetFileSystemEntries(top, p)));
        table.Case("EnumerateFiles", () => Names(Directory.EnumerateFiles(top)));
        table.Case("EnumerateDirectories", () => Names(Directory.EnumerateDirectories(top)));
        table.Case("EnumerateFileSystemEntries", () => Names(Directory.EnumerateFileSystemEntries(top, "*", SearchOption.AllDirectories)));
        table.Case("GetFiles with a slash", () => Names(Directory.GetFiles(top + "/")));
        table.Case("GetFiles of a part", () => Names(Directory.GetFiles(top, "a/*.txt")));
        table.Case("Directory.Exists", () =>
            $"{Directory.Exists(top)} {Directory.Exists(top + "/")} {Directory.Exists(top + "/1.txt")} {Directory.Exists(top + "/x")} "
            + $"{Directory.Exists("")} {Directory.Exists(null)}");
        table.Case("File.Exists", () =>
            $"{File.Exists(top)} {File.Exists(top + "/1.txt")} {File.Exists(top + "/1.txt/")} {File.Exists(top + "/x")} {File.Exists("")} "
            + $"{File.Exists(null)} {File.Exists(top + "/a/../1.txt")}");
        table.Case("Path.Exists", () => $"{Path.Exists(top)} {Path.Exists(top + "/1.txt")} {Path.Exists(top + "/x")}");
        table.Case("Delete a directory that is not empty", () => Thrown(() => Directory.Delete(top)));
        table.Case("Delete a directory that is missing", () => Thrown(() => Directory.Delete(In("missing"))));
        table.Case("Delete a missing one and all in it", () => Thrown(() => Directory.Delete(In("missing"), true)));
        table.Case("Delete a file as a directory", () => Thrown(() => Directory.Delete(top + "/1.txt")));
        table.Case("Delete an empty directory", () =>
        {
            _ = Directory.CreateDirectory(In("empty"));
            Directory.Delete(In("empty"));
            return Directory.Exists(In("empty"));
        });
        table.Case("CreateDirectory where a file is", () => Thrown(() => Directory.CreateDirectory(top + "/1.txt")));
        table.Case("CreateDirectory below a file", () => Thrown(() => Directory.CreateDirectory(top + "/1.txt/x")).Split(':')[0]);
        table.Case("GetFiles of what is missing", () => Thrown(() => Directory.GetFiles(In("missing"))));
        table.Case("GetFiles of a file", () => Thrown(() => Directory.GetFiles(top + "/1.txt")).Split(':')[0]);
        table.Case("GetParent", () => Plain(Directory.GetParent(top)!.FullName) + Directory.GetParent("/")?.FullName);
        table.Case("DirectoryInfo", () =>
        {
            DirectoryInfo info = new(top);
            return $"{info.Name} {info.Exists} {Plain(info.FullName)} {Plain(info.Parent!.FullName)} {info.Root.FullName} "
                + $"{info.GetFiles().Length} {info.GetDirectories().Length} {info.GetFiles("*.txt").Length} "
                + info.GetFileSystemInfos().Length;
        });
        table.Case("DirectoryInfo makes and deletes", () =>
        {
            DirectoryInfo info = new(In("made"));
            bool before = info.Exists;
            info.Create();
            DirectoryInfo sub = info.CreateSubdirectory("x/y");
            bool after = info.Exists;
            info.Delete(true);
            return $"{before} {after} {sub.Name} {info.Exists}";
        });
        table.Case("current directory", () =>
        {
            string before = Directory.GetCurrentDirectory();
            Directory.SetCurrentDirectory(top);
            string read = File.ReadAllText("a/4.txt") + File.Exists("1.txt") + Plain(Path.GetFullPath("x"));
            Directory.SetCurrentDirectory(before);
            return read;
        });
        table.Case("SetCurrentDirectory missing", () => Thrown(() => Directory.SetCurrentDirectory(In("missing"))));
        table.Case("Delete all", () =>
        {
            Directory.Delete(top, true);
            return Directory.Exists(top);
        });
        table.Case("three hundred files", () =>
        {
            _ = Directory.CreateDirectory(top);
            for (int i = 0; i < 300; i++)
            {
                File.WriteAllText(Path.Combine(top, $"file number {i:d4}"), i.ToString());
            }

            string[] names = Directory.GetFiles(top);
            int sum = names.Sum(name => int.Parse(File.ReadAllText(name)));
            Directory.Delete(top, true);
            return $"{names.Length} {names.Distinct().Count()} {sum}";
        });
    }

    private static void Moves(Table table)
    {
        string a = In("from"), b = In("to");
        table.Case("Move", () =>
        {
            File.WriteAllText(a, "1");
            File.Move(a, b);
            return $"{File.Exists(a)} {File.ReadAllText(b)}";
        });
        table.Case("Move onto another", () =>
        {
            File.WriteAllText(a, "2");
            return Thrown(() => File.Move(a, b)) + File.ReadAllText(b);
        });
        table.Case("Move over another", () =>
        {
            File.Move(a, b, true);
            return $"{File.Exists(a)} {File.ReadAllText(b)}";
        });
        table.Case("Move onto itself", () =>
        {
            File.Move(b, b);
            return File.ReadAllText(b);
        });
        table.Case("Move what is missing", () => Thrown(() => File.Move(In("missing"), a)));
        table.Case("Move into what is missing", () => Thrown(() => File.Move(b, In("missing/x"))).Split(':')[0]);
        table.Case("Copy", () =>
        {
            File.Copy(b, a);
            return File.ReadAllText(a) + File.ReadAllText(b);
        });
        table.Case("Copy onto another", () => Thrown(() => File.Copy(b, a)));
        table.Case("Copy over another", () =>
        {
            File.WriteAllText(a, "longer than before");
            File.Copy(b, a, true);
            return File.ReadAllText(a);
        });
        table.Case("Copy what is missing", () => Thrown(() => File.Copy(In("missing"), a)));
        table.Case("Copy into what is missing", () => Thrown(() => File.Copy(a, In("missing/x"))));
        table.Case("Delete what is missing", () => Thrown(() => File.Delete(In("missing"))));
        table.Case("Delete in what is missing", () => Thrown(() => File.Delete(In("missing/x"))));
        table.Case("Delete a directory as a file", () =>
        {
            _ = Directory.CreateDirectory(In("d"));
            return Thrown(() => File.Delete(In("d")));
        });
        table.Case("Move a directory", () =>
        {
            File.WriteAllText(In("d/x"), "in d");
            Directory.Move(In("d"), In("e"));
            return File.ReadAllText(In("e/x")) + Directory.Exists(In("d"));
        });
        table.Case("Move a directory onto another", () =>
        {
            _ = Directory.CreateDirectory(In("d"));
            return Thrown(() => Directory.Move(In("e"), In("d")));
        });
        table.Case("Move a directory onto itself", () => Thrown(() => Directory.Move(In("e"), In("e"))));
        table.Case("Move a missing directory", () => Thrown(() => Directory.Move(In("missing"), In("f"))));
        table.Case("Move a directory into itself", () => Thrown(() => Directory.Move(In("e"), In("e/f"))).Split(':')[0]);
        table.Case("Move a directory as a file", () => Thrown(() => File.Move(In("e"), In("f"))));
        table.Case("Replace", () =>
        {
            File.WriteAllText(a, "new");
            File.WriteAllText(b, "old");
            File.Replace(a, b, In("backup"));
            return $"{File.Exists(a)} {File.ReadAllText(b)} {File.ReadAllText(In("backup"))}";
        });
        table.Case("Replace without backup", () =>
        {
            File.WriteAllText(a, "newer");
            File.Replace(a, b, null);
            return $"{File.Exists(a)} {File.ReadAllText(b)}";
        });
        table.Case("FileInfo moves and copies", () =>
        {
            FileInfo info = new(b);
            FileInfo copy = info.CopyTo(a);
            info.MoveTo(In("moved"));
            string text = $"{copy.Name} {info.Name} {info.Exists} {File.Exists(b)} {copy.Length}";
            info.Delete();
            copy.Delete();
            return text + info.Exists + copy.Exists;
        });
    }

    private static void Statuses(Table table)
    {
        string file = In("status");
        File.WriteAllText(file, "12345");
        DateTime time = new(2020, 2, 29, 12, 34, 56, DateTimeKind.Utc);
        table.Case("SetLastWriteTimeUtc", () =>
        {
            File.SetLastWriteTimeUtc(file, time);
            return File.GetLastWriteTimeUtc(file).ToString("o");
        });
        table.Case("SetLastAccessTimeUtc", () =>
        {
            File.SetLastAccessTimeUtc(file, time.AddDays(1));
            return File.GetLastAccessTimeUtc(file).ToString("o") + File.GetLastWriteTimeUtc(file).ToString("o");
        });
        table.Case("FileInfo.LastWriteTimeUtc", () =>
        {
            FileInfo info = new(file) { LastWriteTimeUtc = time.AddHours(1) };
            return info.LastWriteTimeUtc.ToString("o");
        });
        table.Case("a write makes it newer", () =>
        {
            File.SetLastWriteTimeUtc(file, new DateTime(1971, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddYears(-1));
            DateTime before = File.GetLastWriteTimeUtc(file);
            File.AppendAllText(file, "6");
            return File.GetLastWriteTimeUtc(file) > before;
        });
        table.Case("times of what is missing", () =>
            File.GetLastWriteTimeUtc(In("missing")).ToString("o") + File.GetCreationTimeUtc(In("missing")).ToString("o"));
        table.Case("set times of what is missing", () => Thrown(() => File.SetLastWriteTimeUtc(In("missing"), time)));
        table.Case("attributes", () => $"{File.GetAttributes(file)} {File.GetAttributes(s_root)}");
        table.Case("attributes of what is missing", () => Thrown(() => File.GetAttributes(In("missing"))));
        table.Case("FileInfo", () =>
        {
            FileInfo info = new(file);
            return $"{info.Name} {info.Extension} {info.Length} {info.Exists} {Plain(info.DirectoryName!)} {Plain(info.FullName)} "
                + $"{info.Directory!.Exists} {info.IsReadOnly} {info.Attributes}";
        });
        table.Case("FileInfo of what is missing", () =>
        {
            FileInfo info = new(In("missing.x"));
            return $"{info.Exists} {info.Extension} {Thrown(() => _ = info.Length)} {(int)info.Attributes}";
        });
        table.Case("FileInfo looks once", () =>
        {
            FileInfo info = new(In("later"));
            bool before = info.Exists;
            File.WriteAllText(In("later"), "x");
            bool without = info.Exists;
            info.Refresh();
            return $"{before} {without} {info.Exists} {info.Length}";
        });
        table.Case("FileInfo of a directory", () => new FileInfo(s_root).Exists.ToString() + new DirectoryInfo(file).Exists);
    }

    private static void Errors(Table table)
    {
        string missing = In("missing"), above = In("missing/x"), file = In("plain");
        File.WriteAllText(file, "x");
        table.Case("read what is missing", () => Thrown(() => File.ReadAllText(missing)));
        table.Case("read in what is missing", () => Thrown(() => File.ReadAllText(above)));
        table.Case("write in what is missing", () => Thrown(() => File.WriteAllText(above, "x")));
        table.Case("read a directory", () => Thrown(() => File.ReadAllText(s_root)));
        table.Case("write a directory", () => Thrown(() => File.WriteAllText(s_root, "x")));
        table.Case("read below a file", () => Thrown(() => File.ReadAllText(file + "/x")).Split(':')[0]);
        table.Case("name too long", () => Thrown(() => File.WriteAllText(In(new string('n', 300)), "x")).Split(':')[0]);
        table.Case("name of 255", () =>
        {
            string name = In(new string('n', 255));
            File.WriteAllText(name, "x");
            string read = File.ReadAllText(name);
            File.Delete(name);
            return read;
        });
        table.Case("name with nul", () => Thrown(() => File.WriteAllText("/a\0b", "x")).Split('\n')[0]);
        table.Case("odd names", () =>
        {
            string[] names = [" ", "a b", "ä€😀", "*", "?", "\\", "a\nb", "-", "~", "%20", "..."];
            foreach (string name in names)
            {
                File.WriteAllText(In(name), name);
            }

            string all = string.Join("|", names.Select(name => File.ReadAllText(In(name))));
            foreach (string name in names)
            {
                File.Delete(In(name));
            }

            return all;
        });
        table.Case("case matters", () =>
        {
            File.WriteAllText(In("Case"), "1");
            File.WriteAllText(In("case"), "2");
            return File.ReadAllText(In("Case")) + File.ReadAllText(In("case"));
        });
        table.Case("null", () =>
            Thrown(() => File.ReadAllText(null!)) + Thrown(() => File.Delete(null!)) + Thrown(() => File.Move(null!, "x")));
        table.Case("empty", () => Thrown(() => File.ReadAllText("")) + Thrown(() => File.Delete("")));
        table.Case("FileNotFoundException.FileName", () =>
        {
            try
            {
                return File.ReadAllText(missing);
            }
            catch (FileNotFoundException e)
            {
                return Plain(e.FileName!);
            }
        });
        table.Case("exceptions by themselves", () => string.Join("|",
            new FileNotFoundException().Message,
            new DirectoryNotFoundException().Message,
            new PathTooLongException().Message,
            new UnauthorizedAccessException().Message,
            new FileNotFoundException("m", "f").Message,
            new IOException("io", new FileNotFoundException()).InnerException!.GetType().Name));
        table.Case("what is what", () =>
            $"{new FileNotFoundException() is IOException} {new DirectoryNotFoundException() is IOException} "
            + $"{(object)new UnauthorizedAccessException() is IOException} {new PathTooLongException() is IOException}");
    }

    private static void Readers(Table table)
    {
        string file = In("reader");
        table.Case("StreamWriter and StreamReader", () =>
        {
            using (StreamWriter writer = new(file))
            {
                writer.WriteLine("first");
                writer.Write("second {0}", 2);
            }

            using StreamReader reader = new(file);
            return reader.ReadLine() + "|" + reader.ReadToEnd() + "|" + reader.EndOfStream;
        });
        table.Case("StreamWriter appends", () =>
        {
            using (StreamWriter writer = new(file, append: true))
            {
                writer.Write("!");
            }

            return File.ReadAllText(file);
        });
        table.Case("StreamWriter in UTF-16", () =>
        {
            using (StreamWriter writer = new(file, false, Encoding.Unicode))
            {
                writer.Write("é");
            }

            using StreamReader reader = new(file, Encoding.UTF8, true);
            return reader.ReadToEnd() + Convert.ToHexString(File.ReadAllBytes(file));
        });
        table.Case("StreamReader of what is missing", () => Thrown(() => new StreamReader(In("missing"))));
        table.Case("StreamWriter in what is missing", () => Thrown(() => new StreamWriter(In("missing/x"))));
        table.Case("File.CreateText, AppendText, OpenText", () =>
        {
            using (StreamWriter writer = File.CreateText(file))
            {
                writer.Write("a");
            }

            using (StreamWriter writer = File.AppendText(file))
            {
                writer.Write("b");
            }

            using StreamReader reader = File.OpenText(file);
            return reader.ReadToEnd();
        });
        table.Case("a long text by lines", () =>
        {
            File.WriteAllLines(file, Enumerable.Range(0, 5000).Select(i => $"line {i}"));
            int count = 0, sum = 0;
            foreach (string line in File.ReadLines(file))
            {
                count++;
                sum += line.Length;
            }

            return $"{count} {sum}";
        });
        table.Case("BinaryWriter and BinaryReader", () =>
        {
            using (BinaryWriter writer = new(File.Create(file)))
            {
                writer.Write(12345678);
                writer.Write("text");
                writer.Write(1.5);
            }

            using BinaryReader reader = new(File.OpenRead(file));
            return $"{reader.ReadInt32()} {reader.ReadString()} {reader.ReadDouble()}";
        });
    }

    // Reads, writes, seeks and lengths at random, the same on both sides.
    private static void Random(Table table)
    {
        for (int seed = 1; seed <= 8; seed++)
        {
            int start = seed;
            table.Case($"random operations {start}", () => RandomOperations(In("random"), start));
        }
    }

    private static string RandomOperations(string file, int seed)
    {
        Random random = new(seed);
        ulong hash = 14695981039346656037;
        using FileStream stream = new(file, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1 << random.Next(1, 13));
        byte[] bytes = new byte[9000];
        for (int i = 0; i < 400; i++)
        {
            int count = random.Next(random.Next(2) == 0 ? 20 : bytes.Length);
            switch (random.Next(8))
            {
                case 0 or 1:
                    random.NextBytes(bytes);
                    stream.Write(bytes, 0, count);
                    break;
                case 2 or 3 or 4:
                    int read = stream.ReadAtLeast(bytes.AsSpan(0, count), count, throwOnEndOfStream: false);
                    hash = Mix(hash, bytes.AsSpan(0, read));
                    break;
                case 5:
                    stream.Position = random.Next((int)stream.Length + 100);
                    break;
                case 6:
                    stream.SetLength(random.Next((int)stream.Length + 3000));
                    break;
                default:
                    stream.Flush(random.Next(2) == 0);
                    break;
            }

            hash = Mix(hash, BitConverter.GetBytes(stream.Position));
            hash = Mix(hash, BitConverter.GetBytes(stream.Length));
        }

        stream.Flush();
        return $"{hash:x16} {Mix(0, ReadOther(file)):x16} {stream.Length}";
    }

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}
