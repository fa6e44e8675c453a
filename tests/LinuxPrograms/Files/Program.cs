// System.IO as programs use it, in a given folder; its console output is compared with Linux.

using System.IO.Enumeration;
using System.Text;

internal static class FilesProgram
{
    internal static async Task Main(string[] args)
    {
        string root = args[0];
        Directory.CreateDirectory(Path.Combine(root, "a", "b"));
        Directory.SetCurrentDirectory(root);

        File.WriteAllText("text", "hello\nworld\n");
        File.AppendAllLines("text", ["more", "lines"]);
        Console.WriteLine(string.Join('|', File.ReadLines("text")));
        Console.WriteLine($"exists {File.Exists("text")} {File.Exists("a")} {Directory.Exists("a")} {File.Exists("none")}");
        Console.WriteLine($"size {new FileInfo("text").Length}");

        byte[] bytes = new byte[200_000];
        new Random(7).NextBytes(bytes);
        using (FileStream stream = new("bytes", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.Asynchronous))
        {
            await stream.WriteAsync(bytes);
            stream.Position = 100_000;
            stream.Write("middle"u8);
            await stream.FlushAsync();
            stream.Flush(flushToDisk: true);
            stream.SetLength(150_000);
            stream.Seek(-50_000, SeekOrigin.End);
            byte[] six = new byte[6];
            stream.ReadExactly(six);
            Console.WriteLine($"{Encoding.ASCII.GetString(six)} at {stream.Position} of {stream.Length}");
            Console.WriteLine(Try(() => File.OpenRead("bytes").Dispose()));
        }

        byte[] read = await File.ReadAllBytesAsync("bytes");
        Console.WriteLine($"same {read.AsSpan(0, 100_000).SequenceEqual(bytes.AsSpan(0, 100_000))} {read.Length}");
        using (FileStream one = File.OpenRead("bytes"))
        using (FileStream two = new("bytes", FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Console.WriteLine($"two readers {one.ReadByte() == two.ReadByte()}");
            Console.WriteLine(Try(() => new FileStream("bytes", FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose()));
            Span<byte> part = stackalloc byte[10];
            Console.WriteLine($"at {RandomAccess.Read(one.SafeFileHandle, part, 149_995)}");
        }

        using (FileStream prepared = new("prepared", new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = 10_000,
            Options = FileOptions.SequentialScan,
        }))
        {
            prepared.Write(bytes.AsSpan(0, 10));
        }

        Console.WriteLine($"prepared {new FileInfo("prepared").Length}");
        Console.WriteLine(Try(() => new FileStream("prepared", FileMode.CreateNew).Dispose()));
        File.Copy("text", "copy");
        Console.WriteLine(Try(() => File.Copy("text", "copy")));
        File.Copy("bytes", "copy", overwrite: true);
        Console.WriteLine($"copied {File.ReadAllBytes("copy").AsSpan().SequenceEqual(read)}");
        File.Move("copy", Path.Combine("a", "moved"));
        File.Move(Path.Combine("a", "moved"), "prepared", overwrite: true);
        Directory.Move("a", "c");
        string[] entries = Directory.GetFileSystemEntries(".", "*", SearchOption.AllDirectories);
        Console.WriteLine(string.Join(' ', entries.Order(StringComparer.Ordinal)));

        File.SetLastWriteTimeUtc("text", new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Console.WriteLine(File.GetLastWriteTimeUtc("text").ToString("O"));
        File.SetAttributes("text", FileAttributes.ReadOnly);
        Console.WriteLine(File.GetAttributes("text") & FileAttributes.ReadOnly);
        File.SetAttributes("text", FileAttributes.Normal);
        Console.WriteLine(File.GetAttributes("c") & FileAttributes.Directory);

        Console.WriteLine(Try(() => File.ReadAllText("none")));
        Console.WriteLine(Try(() => File.ReadAllText("none/none")));
        Console.WriteLine(Try(() => File.ReadAllText("c")));
        Console.WriteLine(Try(() => Directory.Delete("c")));
        Console.WriteLine(Try(() => File.Delete("c")));
        File.Delete("none");

        using (StreamWriter writer = new("unicode-äöü", append: false, Encoding.UTF8))
        {
            writer.Write("Grüße, 世界");
        }

        Console.WriteLine(File.ReadAllText("unicode-äöü"));
        Console.WriteLine(Path.GetFileName(Directory.GetFiles(".", "uni*").Single()));
        Parallel.For(0, 16, i => File.WriteAllText($"c/{i:00}", new string((char)('a' + i), 1000 * i)));
        long total = new FileSystemEnumerable<long>("c", (ref FileSystemEntry entry) => entry.Length)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        }.Sum();
        Console.WriteLine($"parallel {total}");

        string temporary = Path.Combine(root, Path.GetRandomFileName());
        await using (FileStream gone = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            await gone.WriteAsync(bytes.AsMemory(0, 5000));
        }

        Console.WriteLine($"deleted {!File.Exists(temporary)}");
        Directory.SetCurrentDirectory("/");
        Directory.Delete(root, recursive: true);
        Console.WriteLine($"over {Directory.Exists(root)}");

        // The kind of an exception; its message contains the folder's name.
        static string Try(Action action)
        {
            try
            {
                action();
                return "no exception";
            }
            catch (Exception e)
            {
                return $"{e.GetType().Name} {e.HResult & 0xFFFF:x}";
            }
        }
    }
}
