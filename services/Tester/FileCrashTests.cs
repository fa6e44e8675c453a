// Suite files, filecrash: a file system's service fails with 32 requests in flight.

using System;
using RustKernel.SelfTests;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// The tests, a thousand crashes each; suite files has a few of them. Also on disks, if the machine has one with such a partition.
/// </summary>
[Suite("filecrash", 199, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class FileCrashTests
{
    private const int Many = 1000;
    private const int Requests = 32;
    private const int PieceBytes = 512;
    private const uint BufferBytes = 64 * 1024;
    private const int Nearly = Requests - 1;
    private const uint FirstCpu = 1;
    private const uint MostMilliseconds = 2;
    private const uint Steps = 64;

    // A service runs at 16. The first client is less urgent; the others are more urgent, so they send while it handles a request.
    private const uint FirstPriority = 10;
    private const uint OthersPriority = 17;

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
    /// Ends the service this often, with a write of each of <see cref="Requests"/> clients in flight, each with its own piece; every other
    /// time the first one also syncs. An answered write must be in the file afterwards if the service <paramref name="keepsAll"/> or has
    /// synced; any other is there or not, but never half.
    /// </summary>
    internal static void Fail(string mount, int rounds, bool keepsAll)
    {
        int number = World.Find(mount);
        byte[] last = new byte[Requests];
        int inFlight = 0, full = 0, met = 0;
        Handle<Port> life = default;
        Check.Ok(Kernel.PortCreate(1, out life));
        for (int round = 0; round < rounds && Check.ExitCode == 0; round++)
        {
            CrashSession session = new(mount, life, isFirst: round == 0);
            session.Verify(last, null);
            uint restarts = World.State(number).Restarts;
            RequestLoad load = session.WriteAll(round, out bool[] synced);
            Check.That(World.WaitForRestart(number, restarts));
            session.End();
            foreach (ErrorCode end in load.Results)
            {
                Check.That(end is ErrorCode.None or ErrorCode.ServerEnded or ErrorCode.NotOwned);
            }

            inFlight += load.Failed;
            full += load.Failed >= Nearly ? 1 : 0;
            met += load.Taken == 0 ? 0 : 1;
            session = new CrashSession(mount, life, isFirst: false);
            session.Settle(last, keepsAll ? load.Answered : synced, SignOf(round));
            if (round == rounds - 1)
            {
                // The next reader then finds the disk in a clean state, however soon the machine ends.
                session.Sync();
            }

            session.End();
        }

        // The host judges a disk at rest, whatever the last crash left.
        CrashSession rest = new(mount, life, isFirst: false);
        rest.Rest();
        rest.End();
        life.Close();
        Console.WriteLine($"  # files: {mount}: {rounds} ends, {inFlight} requests in flight, {Nearly} or more {full} times; "
            + $"{met} times one was being done");

        // A few rounds on a busy host need not reach as many.
        Check.That(Check.ExitCode != 0 || inFlight > rounds * (rounds == Many ? Requests / 2 : 1));
        Check.That(Check.ExitCode != 0 || rounds != Many || met > Many / 4);
    }

    private static byte SignOf(int round) => (byte)((round % 250) + 1);

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

        /// <summary>Each piece has its sign, or if <paramref name="others"/> says so one of the two.</summary>
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

        /// <summary>The state after the crash must match the answers.</summary>
        internal void Settle(byte[] last, bool[] mustHave, byte sign)
        {
            for (int i = 0; i < Requests; i++)
            {
                last[i] = mustHave[i] ? sign : last[i];
            }

            Verify(last, _ => sign);
        }

        /// <summary>Makes everything durable and in place.</summary>
        internal void Rest() => Check.Ok(_client.Sync(_session));

        /// <summary>
        /// Sends all writes, ends the service, and waits for every answer. <paramref name="synced"/>: answered before the start of a sync
        /// that was answered, too.
        /// </summary>
        internal RequestLoad WriteAll(int round, out bool[] synced)
        {
            _buffer.Bytes[..(Requests * PieceBytes)].Fill(SignOf(round));
            bool[] kept = synced = new bool[Requests];
            RequestLoad? load = null;
            load = new RequestLoad(Requests, client =>
            {
                ErrorCode error = Write(client);
                return error != ErrorCode.None || client != 0 || round % 2 == 0 ? error : Sync(load!.Answered, kept);
            });
            load.Hold(FirstPriority, OthersPriority, FirstCpu);
            ulong ticks = Own.Ticks(MostMilliseconds) * ((ulong)round % Steps) / Steps;
            _ = Kernel.Sleep(new Deadline(Kernel.ReadCounter() + ticks));
            load.Open();
            End(round, load);
            load.Join();
            return load;
        }

        // One in four fails by itself, with requests queued after the order to fail; Init ends the others in the middle of their work.
        private void End(int round, RequestLoad load)
        {
            if (round % 4 == 0)
            {
                CrashKind kind = round % 8 == 0 ? CrashKind.Null : CrashKind.Exception;
                Check.Ok(InitClient.Command(_name, ServiceCommand.Crash, kind));
                load.End();
                return;
            }

            load.WaitForAll();
            load.End();
            Check.Ok(InitClient.Command(_name, ServiceCommand.Restart));
        }

        private ErrorCode Write(int piece)
        {
            FileSystemClient client = new(_port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
            uint place = (uint)(piece * PieceBytes);
            return client.Write(_file, place, place, PieceBytes).Error;
        }

        private ErrorCode Sync(bool[] answered, bool[] kept)
        {
            bool[] before = (bool[])answered.Clone();
            FileSystemClient client = new(_port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
            ErrorCode error = client.Sync(_session);
            for (int i = 0; i < Requests && error == ErrorCode.None; i++)
            {
                kept[i] |= before[i];
            }

            return error;
        }

        /// <summary>Makes everything durable and in place.</summary>
        internal void Sync() => Check.Ok(_client.Sync(_session));

        /// <summary>Gives back the buffer. The session ended with its server.</summary>
        internal void End()
        {
            _ = _client.Detach(_session);
            _buffer.Dispose();
            _buffer.Handle.Close();
            _port.Close();
        }
    }
}
