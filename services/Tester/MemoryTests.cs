// Suite services: memory from MemoryManager, and the log.

using System;
using RustKernel.SelfTests;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Services.Tester;

/// <summary>The tests, of memory and of the log.</summary>
[Suite("services", 180, NeedsServices = true, Part = 1)]
internal static partial class MemoryTests
{
    /// <summary>The memory that the peer opens.</summary>
    internal const string Board = "board";

    private const string File = "selftest";
    private const ulong PageBytes = 4096;
    private const ulong LimitBytes = 512 * 1024;
    private static readonly PeerClient s_peer = new(InitClient.PortOf("peer")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };

    // Made here, granted by name, opened and mapped in the peer: both see the same bytes.
    [Test("memory_shared")]
    private static void Shared()
    {
        Check.Ok(InitClient.Command("peer", ServiceCommand.Start));
        Check.Ok(SharedMemory.OpenOrCreate(Board, 100, out MappedMemory? board));
        if (board is null)
        {
            return;
        }

        Check.Equal(PageBytes, (ulong)board.Bytes.Length);
        board.Write(0, 0x1234);
        Check.Ok(SharedMemory.Manager.Grant(Board, "peer", isWritable: true));
        Result<ulong> first = s_peer.Exchange(0x5678);
        Check.Ok(first.Error);
        Check.Equal(0x1234, first.Value);
        Check.Equal(0x5678, board.Read(8));

        // Its holder is gone: the data is still there, under the same name.
        Check.Ok(InitClient.Command("peer", ServiceCommand.Restart));
        Check.Ok(SharedMemory.OpenOrCreate(Board, 100, out MappedMemory? again));
        Check.Equal(0x5678, again?.Read(8) ?? 0);
    }

    [Test("memory_refused")]
    private static void Refused()
    {
        Check.Ok(InitClient.Command("peer", ServiceCommand.Start));
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)Open(isWritable: false));
        Check.Ok(SharedMemory.OpenOrCreate(Board, PageBytes, out _));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Open(isWritable: false));
        Check.Ok(SharedMemory.Manager.Grant(Board, "peer", isWritable: false));
        Check.Ok(Open(isWritable: false));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Open(isWritable: true));
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)SharedMemory.Manager.Grant(Board, "nobody", isWritable: false));
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)SharedMemory.Manager.Grant("nothing", "peer", isWritable: false));

        // The tester may not have the memory of others, though it knows its name. Log answers when it has its ring.
        Check.Ok(World.Log.Read(0, out _, out _));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)SharedMemory.Open("log", "ring", isWritable: false, out _));

        // Only MemoryManager decides where pages come from.
        Check.Ok(SharedMemory.Manager.Open("", Board, isWritable: true, out Handle<Memory> own));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Kernel.MemorySetPager(own, Own.Port, default));
        Check.Ok(SharedMemory.Manager.Release(Board));
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)Open(isWritable: false));
    }

    // As much as the manifests grant, and not a page more.
    [Test("memory_limits")]
    private static void Limits()
    {
        MemoryClient manager = SharedMemory.Manager;
        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)manager.Create("", PageBytes, out _));
        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)manager.Create("seventeen letters", PageBytes, out _));
        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)manager.Create("none", 0, out _));
        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)manager.Create("huge", ulong.MaxValue, out _));
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)manager.Create("big", LimitBytes + 1, out _));
        Check.Ok(manager.Create("all", LimitBytes, out Handle<Memory> all));
        Check.Equal((ulong)ErrorCode.AlreadyExists, (ulong)manager.Create("all", PageBytes, out _));
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)manager.Create("more", 1, out _));
        Check.Ok(manager.Describe((uint)World.Find("tester"), out MemoryUse use));
        Check.Equal(1, use.Pieces);
        Check.Equal(LimitBytes, use.Bytes);
        Check.Equal(LimitBytes, use.LimitBytes);
        Check.Ok(manager.Release("all"));
        all.Close();

        // Small pieces: as many as the vault has room for.
        ulong made = 0;
        while (manager.Create($"piece{made}", 1, out Handle<Memory> piece) == ErrorCode.None)
        {
            made++;
            piece.Close();
        }

        Check.That(made is > 50 and <= 64);
        for (ulong i = 0; i < made; i++)
        {
            Check.Ok(manager.Release($"piece{i}"));
        }

        Check.Ok(manager.Describe((uint)World.Find("tester"), out use));
        Check.Equal(0, use.Bytes);
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)manager.Describe(Supervision.MaximumServices, out _));
        Check.Ok(InitClient.Command("peer", ServiceCommand.Start));
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)s_peer.TryCreate());
    }

    // A file whose pages come when touched, and all of them when it is released.
    [Test("memory_paged")]
    private static void Paged()
    {
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)SharedMemory.Manager.CreateFromFile("file", "no such file", out _, out _));
        Check.Ok(SharedMemory.Manager.CreateFromFile("file", File, out Handle<Memory> handle, out ulong bytes));
        Check.Ok(MappedMemory.Open(handle, isWritable: true, out MappedMemory? mapped));
        Check.Ok(BootArchive.Find(File, out ulong offset, out ulong size));
        Check.Equal(size, bytes);
        if (mapped is null)
        {
            return;
        }

        ReadOnlySpan<byte> file = BootArchive.Part(offset, size);
        uint self = (uint)World.Find("tester");
        Check.Ok(SharedMemory.Manager.Describe(self, out MemoryUse before));
        Check.That(mapped.Bytes.Slice((int)PageBytes * 3, (int)PageBytes).SequenceEqual(file.Slice((int)PageBytes * 3, (int)PageBytes)));
        Check.Ok(SharedMemory.Manager.Describe(self, out MemoryUse after));
        Check.Equal(before.PagesBrought + 1, after.PagesBrought);

        // It is a copy: a write changes no one else's.
        mapped.Bytes[(int)PageBytes] ^= 0xFF;
        Check.Equal((ulong)(byte)~file[(int)PageBytes], mapped.Bytes[(int)PageBytes]);
        mapped.Bytes[(int)PageBytes] ^= 0xFF;
        Check.Ok(SharedMemory.Manager.Release("file"));
        Check.That(mapped.Bytes.Slice(0, (int)size).SequenceEqual(file));
        foreach (byte rest in mapped.Bytes.Slice((int)size))
        {
            Check.Equal(0, rest);
        }
    }

    // If no one serves pages at the time of a request, the next server does.
    [Test("memory_waits")]
    private static void Waits()
    {
        Check.Ok(SharedMemory.Manager.CreateFromFile("file", File, out Handle<Memory> handle, out _));
        Check.Ok(MappedMemory.Open(handle, isWritable: false, out MappedMemory? mapped));
        Check.Ok(BootArchive.Find(File, out ulong offset, out ulong size));
        int number = World.Find("memory");
        Check.Ok(InitClient.Command("memory", ServiceCommand.Kill));
        while (World.State(number).IsRunning && Check.ExitCode == 0)
        {
            Own.Sleep(1);
        }

        bool isSame = false;
        Thread reader = new(
            () => isSame = mapped is not null && mapped.Bytes.Slice(0, (int)size).SequenceEqual(BootArchive.Part(offset, size)));
        reader.Start();
        Own.Sleep(20);
        Check.That(!isSame);
        Check.Ok(InitClient.Command("memory", ServiceCommand.Start));
        reader.Join();
        Check.That(isSame);
    }

    // A line written now can be read now.
    [Test]
    private static void LogReads()
    {
        LogClient log = World.Log;
        string mark = $"  # services: mark {Kernel.ReadCounter()}";
        Console.WriteLine(mark);
        Check.That(HasLine(log, mark));
        Check.Ok(log.Read(ulong.MaxValue, out byte[] none, out ulong end));
        Check.Equal(0, (ulong)none.Length);
        Check.Ok(log.Read(end, out none, out ulong same));
        Check.Equal(end, same);
    }

    // Its end loses no text, neither old text nor what comes in the meantime.
    [Test]
    private static void LogStays()
    {
        LogClient log = World.Log;
        string before = $"  # services: before {Kernel.ReadCounter()}";
        Console.WriteLine(before);
        Check.That(HasLine(log, before));
        PushOut(log);
        int number = World.Find("log");
        Check.Ok(InitClient.Command("log", ServiceCommand.Crash));
        string meanwhile = $"  # services: meanwhile {Kernel.ReadCounter()}";
        Console.WriteLine(meanwhile);
        Check.That(World.WaitForRestart(number, 0));
        Check.That(HasLine(log, before));
        Check.That(HasLine(log, meanwhile));
    }

    // As much text as the kernel's own ring holds: then only Log's memory has the earlier text, if Log reads in time.
    private static void PushOut(LogClient log)
    {
        const int kernelRingBytes = 32 * 1024;
        const string text = "  # services: the kernel keeps 32 KiB, and this is one line of many that it gets to keep now";
        for (int written = 0; written < kernelRingBytes; written += text.Length)
        {
            Console.WriteLine(text);
            Check.Ok(log.Read(ulong.MaxValue, out _, out _));
        }
    }

    /// <summary>Whether the log has <paramref name="line"/> exactly once.</summary>
    private static bool HasLine(LogClient log, string line)
    {
        ulong position = 0;
        string text = "";
        int count = 0;
        byte[] piece = [0];
        while (piece.Length > 0 && log.Read(position, out piece, out position) == ErrorCode.None)
        {
            // A line may be split between two pieces.
            text = string.Concat(text.Substring(Math.Max(0, text.Length - line.Length)), MessageText.ToText(piece));
            int at = ((ReadOnlySpan<char>)text).IndexOf((ReadOnlySpan<char>)line);
            if (at >= 0)
            {
                count++;
                text = text.Substring(at + line.Length);
            }
        }

        return count == 1;
    }

    private static ErrorCode Open(bool isWritable) => s_peer.TryOpen(isWritable);
}
