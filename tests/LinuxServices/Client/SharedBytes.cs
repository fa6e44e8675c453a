// Memory that this program and services of the system map: a file's bytes, buffers of a service in real .NET and of its client.

using System.Text;
using RustKernel;
using RustKernel.Services;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.User;

internal static class SharedBytes
{
    private const uint BufferBytes = 64 * 1024;

    // Written and read through the file system's own interface, and through System.IO, which must show the same.
    internal static void UseFiles()
    {
        FileSystemClient files = new(InitClient.PortOf("tmp")) { TimeoutTicks = Own.Ticks(60_000) };
        using MappedMemory buffer = Attach(files, out ulong session, out Handle<Port> life);
        byte[] content = new byte[(3 * BufferBytes) + 5];
        new Random(1).NextBytes(content);
        ulong file = Open(files, session, buffer, FileOpening.Write | FileOpening.Create);
        for (uint done = 0; done < content.Length;)
        {
            uint part = Math.Min(BufferBytes, (uint)content.Length - done);
            content.AsSpan((int)done, (int)part).CopyTo(buffer.Bytes);
            done += files.Write(file, done, 0, part).Value;
        }

        Console.WriteLine($"{files.Close(file)} {File.ReadAllBytes("/tmp/bridge").SequenceEqual(content)}");
        content = [.. content.Reverse(), 1, 2, 3];
        File.WriteAllBytes("/tmp/bridge", content);
        file = Open(files, session, buffer, FileOpening.Read);
        List<byte> read = [];
        for (uint count = 1; count != 0; read.AddRange(buffer.Bytes[..(int)count]))
        {
            count = files.Read(file, (ulong)read.Count, 0, BufferBytes).Value;

            // The collector does not touch mapped memory.
            GC.Collect();
        }

        Console.WriteLine($"{files.Close(file)} {read.SequenceEqual(content)} {files.Detach(session)}");
        File.Delete("/tmp/bridge");
        life.Close();
    }

    internal static void UseServer(ShelfClient shelf)
    {
        ErrorCode error = MappedMemory.Open(shelf.Take(4096, 3).Value, isWritable: true, out MappedMemory? taken);
        Console.WriteLine($"{error} {taken!.Bytes[0]} {taken.Bytes[255]} {shelf.Sum().Value}");
        taken.Bytes[..2048].Clear();
        Console.WriteLine($"{shelf.Sum().Value} {shelf.Take(uint.MaxValue, 0).Error}");
        Console.WriteLine($"{taken.Bytes[2048]} {shelf.Sum().Value}");

        using MappedMemory own = Create(3 * 4096);
        own.Bytes.Fill(0x5A);
        Console.WriteLine($"{shelf.Invert(Copy(own, Rights.Write))} {own.Bytes.IndexOfAnyExcept((byte)0xA5)}");
        Console.WriteLine($"{shelf.Invert(Copy(own, Rights.None))} {own.Bytes.IndexOfAnyExcept((byte)0xA5)}");
        Console.WriteLine($"{shelf.InvertSectors(64, 640, 40)} {shelf.InvertSectors(1 << 20, 0, 1)}");
        Parallel.For(0, 64, number =>
        {
            using MappedMemory mine = Create(4096);
            mine.Write(8, (ulong)number);
            Interlocked.Add(ref s_sum, (long)mine.Read(8));
            mine.Handle.Close();
        });
        Console.WriteLine(s_sum);
    }

    private static long s_sum;

    private static MappedMemory Create(ulong bytes)
    {
        ErrorCode error = MappedMemory.Create(bytes, out MappedMemory? memory);
        return memory ?? throw new InvalidOperationException(error.ToString());
    }

    private static Handle<Memory> Copy(MappedMemory memory, Rights more) =>
        Kernel.HandleDuplicate(memory.Handle, Rights.Read | Rights.Transfer | more, out Handle<Memory> copy) == ErrorCode.None
            ? copy
            : default;

    // The session lasts as long as the port that is sent.
    private static MappedMemory Attach(FileSystemClient files, out ulong session, out Handle<Port> life)
    {
        Kernel.PortCreate(1, out life);
        Kernel.HandleDuplicate(life, Rights.Send | Rights.Transfer, out Handle<Port> sent);
        ErrorCode error = files.Attach(sent, BufferBytes, out session, out Handle<Memory> memory, out _);
        MappedMemory? buffer = null;
        error = error == ErrorCode.None ? MappedMemory.Open(memory, isWritable: true, out buffer) : error;
        memory.Close();
        return buffer ?? throw new InvalidOperationException(error.ToString());
    }

    private static ulong Open(FileSystemClient files, ulong session, MappedMemory buffer, FileOpening opening)
    {
        uint bytes = (uint)Encoding.UTF8.GetBytes("bridge", buffer.Bytes);
        ErrorCode error = files.Open(session, bytes, opening, 0, out ulong file, out _);
        return error == ErrorCode.None ? file : throw new InvalidOperationException(error.ToString());
    }
}
