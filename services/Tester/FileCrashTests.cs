// Suite files, filecrash: a file system's service fails with 32 requests in flight.

using System;
using System.Threading;
using RustKernel.SelfTests;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Services.Tester;

/// <summary>
/// The tests, a thousand crashes each; suite files has a few of them. On disks when the machine has
/// one with such a partition.
/// </summary>
[Suite("filecrash", 199, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class FileCrashTests
{
    private const int Many = 1000;
    private const int Requests = 32;
    private const int PieceBytes = 512;
    private const uint BufferBytes = 64 * 1024;
    private const uint RequestPriority = 10;

    [Test("tmp_1000")]
    private static void TmpOften() => Fail("tmp", Many, keepsAll: true);

    [Test("data_1000")]
    private static void DataOften() => RunOnDisk("data", Many);

    [Test("boot_1000")]
    private static void BootOften() => RunOnDisk("boot", Many);

    /// <summary>As <see cref="Fail"/> on a disk; skipped without one.</summary>
    internal static void RunOnDisk(string mount, int rounds)
    {
        if (Mounts.Describe(mount, out _) != ErrorCode.None)
        {
            Check.Skip(TestSkip.NoDisk);
            return;
        }

        Fail(mount, rounds, keepsAll: false);
    }

    /// <summary>
    /// Fails so often with <see cref="Requests"/> writes on their way, each of a piece of its own. An answered write is in the file
    /// afterwards where the service <paramref name="keepsAll"/> or has synced; any other is there or not, but never half.
    /// </summary>
    internal static void Fail(string mount, int rounds, bool keepsAll)
    {
        int number = World.Find(mount);
        byte[] last = new byte[Requests];
        int answered = 0, failed = 0;
        Handle<Port> life = default;
        Check.Ok(Kernel.PortCreate(1, out life));
        for (int round = 0; round < rounds && Check.ExitCode == 0; round++)
        {
            CrashSession session = new(mount, life, isFirst: round == 0);
            session.Verify(last, null);
            byte sign = (byte)((round % 250) + 1);
            bool isSynced = round % 2 == 1;
            ErrorCode[] ends = session.WriteAll(sign, number, isSynced, out bool[] synced);
            session.End();
            foreach (ErrorCode end in ends)
            {
                Check.That(end is ErrorCode.None or ErrorCode.ServerEnded or ErrorCode.NotOwned);
                answered += end == ErrorCode.None ? 1 : 0;
                failed += end == ErrorCode.None ? 0 : 1;
            }

            session = new CrashSession(mount, life, isFirst: false);
            session.Settle(last, keepsAll ? Array.ConvertAll(ends, static end => end == ErrorCode.None) : synced, sign);
            if (round == rounds - 1)
            {
                // Whoever looks at the disk next finds it properly left, however soon the machine ends.
                session.Sync();
            }

            session.End();
        }

        // What is judged on the host is a disk at rest, whatever the last crash left.
        CrashSession rest = new(mount, life, isFirst: false);
        rest.Rest();
        rest.End();
        life.Close();
        Console.WriteLine($"  # files: {mount}: {rounds} crashes, {answered} writes answered, {failed} failed");
    }

    // One session, whose buffer has a part for each request.
    private sealed class CrashSession
    {
        private readonly FileSystemClient _client;
        private readonly MappedMemory _buffer;
        private readonly ulong _session;
        private readonly ulong _file;
        private readonly Handle<Port> _port;
        private readonly string _name;

        internal CrashSession(string mount, Handle<Port> life, bool isFirst)
        {
            _name = mount;
            _port = InitClient.PortOf(mount);
            _client = new FileSystemClient(_port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
            Check.Ok(Kernel.HandleDuplicate(life, Rights.Send | Rights.Transfer, out Handle<Port> given));
            Check.Ok(_client.Attach(given, BufferBytes, out _session, out Handle<Memory> memory, out _));
            Check.Ok(MappedMemory.Open(memory, isWritable: true, out MappedMemory? buffer));
            _buffer = buffer!;
            int bytes = System.Text.Encoding.UTF8.GetBytes("crash-in-flight", _buffer.Bytes);
            FileOpening opening = FileOpening.Read | FileOpening.Write | FileOpening.Create | (isFirst ? FileOpening.Empty : 0);
            Check.Ok(_client.Open(_session, (uint)bytes, opening, 0, out _file, out _));
            if (isFirst)
            {
                _buffer.Bytes[..(Requests * PieceBytes)].Clear();
                Check.Equal(Requests * PieceBytes, _client.Write(_file, 0, 0, Requests * PieceBytes).Value);
                Check.Ok(_client.Sync(_session));
            }
        }

        /// <summary>Each piece has its sign, or one of the two where <paramref name="others"/> says so.</summary>
        internal void Verify(byte[] signs, Func<int, byte>? others)
        {
            Check.Equal(Requests * PieceBytes, _client.Read(_file, 0, 0, Requests * PieceBytes).Value);
            for (int i = 0; i < Requests && Check.ExitCode == 0; i++)
            {
                ReadOnlySpan<byte> piece = _buffer.Bytes.Slice(i * PieceBytes, PieceBytes);
                byte found = piece[0];
                Check.That(found == signs[i] || (others is not null && found == others(i)));
                foreach (byte value in piece)
                {
                    Check.Equal(found, value);
                }

                signs[i] = found;
            }
        }

        /// <summary>What the crash has left is what the answers say.</summary>
        internal void Settle(byte[] last, bool[] mustHave, byte sign)
        {
            for (int i = 0; i < Requests; i++)
            {
                last[i] = mustHave[i] ? sign : last[i];
            }

            Verify(last, _ => sign);
        }

        /// <summary>Makes everything durable and in its place.</summary>
        internal void Rest() => Check.Ok(_client.Sync(_session));

        /// <summary>Sends all writes, has the service fail, and waits for every answer and for the successor.</summary>
        internal ErrorCode[] WriteAll(byte sign, int number, bool syncs, out bool[] synced)
        {
            _buffer.Bytes[..(Requests * PieceBytes)].Fill(sign);
            ErrorCode[] ends = new ErrorCode[Requests];
            bool[] answered = new bool[Requests];
            synced = new bool[Requests];
            Thread[] threads = new Thread[Requests];
            for (int i = 0; i < Requests; i++)
            {
                int at = i;
                threads[i] = new Thread(() =>
                {
                    _ = Kernel.ThreadSetSchedule(default, RequestPriority, 1);
                    FileSystemClient client = new(_port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
                    uint place = (uint)(at * PieceBytes);
                    Result<uint> written = client.Write(_file, place, place, PieceBytes);
                    ends[at] = written.Error;
                    Volatile.Write(ref answered[at], written.IsOk);
                });
                threads[i].Start();
            }

            // Some are answered, some are in the service's hands, some wait: other ones each time.
            Own.Sleep((ulong)(sign % 3));
            if (syncs)
            {
                for (int i = 0; i < Requests; i++)
                {
                    synced[i] = Volatile.Read(ref answered[i]);
                }

                Check.Ok(_client.Sync(_session));
            }

            uint restarts = World.State(number).Restarts;
            CrashKind kind = sign % 2 == 0 ? CrashKind.Null : CrashKind.Exception;
            ErrorCode order = ErrorCode.WouldBlock;

            // The queue is full of what is on its way: the order needs a place in it.
            for (ulong end = Own.Milliseconds + World.LongestMilliseconds; order == ErrorCode.WouldBlock && Own.Milliseconds < end;)
            {
                order = InitClient.Command(_name, ServiceCommand.Crash, kind);
                Own.Sleep(order == ErrorCode.WouldBlock ? 1ul : 0);
            }

            Check.Ok(order);
            foreach (Thread thread in threads)
            {
                thread.Join();
            }

            Check.That(World.WaitForRestart(number, restarts));
            return ends;
        }

        /// <summary>All is in its place.</summary>
        internal void Sync() => Check.Ok(_client.Sync(_session));

        /// <summary>Gives the buffer back. The session ended with its server.</summary>
        internal void End()
        {
            _ = _client.Detach(_session);
            _buffer.Dispose();
            _buffer.Handle.Close();
            _port.Close();
        }
    }
}
