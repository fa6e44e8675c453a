// The system calls of Linux on AArch64: implemented, in part, or refused. [include/uapi/asm-generic/unistd.h]

using System.Runtime;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Linux.Signals;
using RustKernel.Linux.Sockets;

namespace RustKernel.Linux;

/// <summary>From number to method. Entry.S calls this with the thread's registers in its block.</summary>
internal static unsafe class SystemCallTable
{
    private const int MostNumbers = 512;
    private const long UserNumber = StatusRecord.UserNumber;
    private const long DefaultMask = 0x12;
    private static NoteTable s_noted;

    private struct NoteTable
    {
        internal fixed byte IsNoted[MostNumbers];
    }

    // Returns 1 if all registers must be loaded again.
    [RuntimeExport("serve_call")]
    private static ulong Serve(ref LinuxThread self)
    {
        self.IsBrokenOff = 0;
        LinuxCall number = (LinuxCall)self.X[8];
        if (number == LinuxCall.RtSigReturn)
        {
            SignalCalls.Return(ref self);
            return 1;
        }

        ulong first = self.X[0];
        long result = Call(ref self, number, first, self.X[1], self.X[2], self.X[3], self.X[4], self.X[5]);
        if (result == Errno.Restart)
        {
            self.FirstArgument = first;
            self.IsBrokenOff = 1;
        }

        self.X[0] = (ulong)result;
        return 0;
    }

    private static long Call(ref LinuxThread self, LinuxCall number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f)
    {
        switch (number)
        {
            case LinuxCall.GetPid: return Threads.ProcessNumber;
            case LinuxCall.GetTid: return self.Number;
            case LinuxCall.Futex: return Futexes.Call(ref self, a, b, c, d, f);
            case LinuxCall.ClockGetTime: return Clock.Get(a, b);
            case LinuxCall.ClockGetRes: return Clock.Resolution(a, b);
            case LinuxCall.ClockNanoSleep: return SystemStatus.Sleep(ref self, isAbsolute: (b & 1) != 0, a, c, d);
            case LinuxCall.NanoSleep: return SystemStatus.Sleep(ref self, isAbsolute: false, 1, a, b);
            case LinuxCall.SchedYield: return SystemStatus.Yield();
            case LinuxCall.Brk: return MemoryCalls.Break(a);
            case LinuxCall.MUnmap: return MemoryCalls.Unmap(a, b);
            case LinuxCall.MMap: return MemoryCalls.Map(a, b, c, d, e, f);
            case LinuxCall.MProtect: return MemoryCalls.Protect(a, b, c);
            case LinuxCall.MAdvise: return MemoryCalls.Advise(a, b, c);
            case >= LinuxCall.Kill and <= LinuxCall.RtSigPending: return Signal(ref self, number, a, b, c, d);
            case LinuxCall.OpenAt: return FileCalls.Open(a, b, c);
            case LinuxCall.Close: return FileCalls.Close(a);
            case LinuxCall.Read: return FileCalls.Read(ref self, a, b, c);
            case LinuxCall.Write: return FileCalls.Write(ref self, a, b, c);
            case LinuxCall.ReadV or LinuxCall.WriteV: return FileCalls.Many(ref self, number == LinuxCall.WriteV, a, b, c);
            case LinuxCall.PPoll: return Poll.Call(ref self, a, b, c);
            case LinuxCall.LSeek: return FileCalls.Seek(a, b, c);
            case LinuxCall.NewFStatAt: return PathCalls.Status(a, b, d, c, isLong: false);
            case LinuxCall.FStat: return FileCalls.StatusOf(a, b);
            case LinuxCall.PRead64 or LinuxCall.PWrite64: return FileCalls.TransferAt(a, b, c, d, number == LinuxCall.PWrite64);
            case LinuxCall.PReadV or LinuxCall.PWriteV: return FileCalls.ManyAt(number == LinuxCall.PWriteV, a, b, c, d);
            case LinuxCall.Fcntl: return FileCalls.Control(ref self, a, b, c);
            case LinuxCall.Ioctl: return FileCalls.DeviceControl(a, b, c);
            case LinuxCall.Pipe2: return FileCalls.Pipe(a, b);
            case LinuxCall.Dup3: return FileCalls.DuplicateTo(a, b);
            case LinuxCall.Dup: return FileCalls.Duplicate(a);
            case LinuxCall.EPollPWait or LinuxCall.EPollPWait2: return WaitForEvents(ref self, number, a, b, c, d);
            case >= LinuxCall.Bind and <= LinuxCall.RecvMsg or LinuxCall.Accept4 or LinuxCall.SendMMsg:
                return Sockets(ref self, number, a, b, c, d, e, f);
            case LinuxCall.KernelCall: return KernelCalls.Call(a, b);
            default: return Other(ref self, number, a, b, c, d, e);
        }
    }

    private static long Sockets(
        ref LinuxThread self, LinuxCall number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f) => number switch
        {
            LinuxCall.Bind or LinuxCall.Listen or LinuxCall.Accept or LinuxCall.Accept4 or LinuxCall.Connect
                or LinuxCall.GetSockName or LinuxCall.GetPeerName or LinuxCall.SendTo or LinuxCall.RecvFrom
                or LinuxCall.SetSockOpt or LinuxCall.GetSockOpt or LinuxCall.Shutdown or LinuxCall.SendMsg or LinuxCall.RecvMsg
                or LinuxCall.SendMMsg => SocketCalls.On(ref self, number, a, b, c, d, e, f),
            _ => Refuse(number),
        };

    private static long WaitForEvents(ref LinuxThread self, LinuxCall number, ulong set, ulong events, ulong most, ulong timeout)
    {
        bool isForever = number == LinuxCall.EPollPWait ? (int)timeout < 0 : timeout == 0;
        TimeSpec time = default;
        if (number == LinuxCall.EPollPWait && !isForever)
        {
            time = new TimeSpec { Seconds = (int)timeout / 1000, Nanoseconds = (int)timeout % 1000 * 1_000_000L };
        }
        else if (!isForever && !UserMemory.TryRead(timeout, out time))
        {
            return Errno.BadAddress;
        }

        if (!time.IsValid)
        {
            return Errno.Invalid;
        }

        Deadline deadline = isForever
            ? Deadline.Never
            : Clock.ToDeadline(in time, isAbsolute: false, isRealtime: false);
        return Epoll.Wait(ref self, set, events, most, deadline, isForever || time.Seconds != 0 || time.Nanoseconds != 0);
    }

    private static long Files(ref LinuxThread self, LinuxCall number, ulong a, ulong b, ulong c, ulong d)
    {
        switch (number)
        {
            case LinuxCall.FTruncate or LinuxCall.FAllocate or LinuxCall.GetDents64 or LinuxCall.FSync or LinuxCall.FDataSync
                or LinuxCall.SyncFs or LinuxCall.FLock or LinuxCall.FAdvise64:
                return FileCalls.OnNode(ref self, number, a, b, c, d);
            case LinuxCall.MkDirAt: return PathCalls.MakeDirectory(a, b);
            case LinuxCall.UnlinkAt: return PathCalls.Remove(a, b, c);
            case LinuxCall.RenameAt: return PathCalls.Rename(a, b, c, d, 0);
            case LinuxCall.Truncate: return FileCalls.SetSize(a, b);
            case LinuxCall.FAccessAt or LinuxCall.FAccessAt2: return PathCalls.Access(a, b, c);
            case LinuxCall.ChDir: return PathCalls.SetWorkingDirectory(a);
            case LinuxCall.FChDir: return PathCalls.SetWorkingDirectoryTo(a);
            case LinuxCall.FChMod: return PathCalls.SetMode(a, 0, b);
            case LinuxCall.FChModAt: return PathCalls.SetMode(a, b, c);
            case LinuxCall.ReadLinkAt: return PathCalls.ReadLink(a, b, c, d);
            case LinuxCall.UTimeNsAt: return PathCalls.SetTimes(a, b, c);
            case LinuxCall.Sync: return FileCalls.SyncAll();
            case LinuxCall.LinkAt or LinuxCall.SymLinkAt: return Errno.NotPermitted;
            case LinuxCall.SendFile or LinuxCall.CopyFileRange: return Errno.Invalid;
            case LinuxCall.UMask: return DefaultMask;
            case LinuxCall.StatFs: return SpaceCalls.OfPath(a, b);
            case LinuxCall.FStatFs: return SpaceCalls.OfFile(a, b);
            default: return Refuse(number);
        }
    }

    private static long Signal(ref LinuxThread self, LinuxCall number, ulong a, ulong b, ulong c, ulong d) => number switch
    {
        LinuxCall.Kill => SignalCalls.SendToProcess(ref self, (int)a, b),
        LinuxCall.TKill => SignalCalls.Send(ref self, (int)a, b),
        LinuxCall.TgKill => SignalCalls.Send(ref self, (int)b, c),
        LinuxCall.SigAltStack => SignalCalls.SetStack(ref self, a, b),
        LinuxCall.RtSigAction => SignalCalls.SetAction(a, b, c, d),
        LinuxCall.RtSigProcMask => SignalCalls.SetBlocked(ref self, a, b, c, d),
        LinuxCall.RtSigPending => SignalCalls.ReadPending(ref self, a),
        _ => Refuse(number),
    };

    private static long Refuse(LinuxCall number)
    {
        NoteUnknown((ulong)number, default);
        return Errno.NotImplemented;
    }

    private static long Other(ref LinuxThread self, LinuxCall number, ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        switch (number)
        {
            case LinuxCall.Exit:
                Threads.Exit(ref self, a & 0xFF);
                return 0;
            case LinuxCall.ExitGroup:
                Program.End(a & 0xFF);
                return 0;
            case LinuxCall.SetTidAddress:
                self.ClearedAtEnd = a;
                return self.Number;
            case LinuxCall.SetRobustList: return 0;
            case LinuxCall.SchedSetAffinity: return 0;
            case LinuxCall.SchedGetAffinity: return SystemStatus.Affinity(b, c);
            case LinuxCall.UName: return SystemStatus.Name(a);
            case LinuxCall.GetRUsage: return SystemStatus.Usage(b);
            case LinuxCall.PrCtl: return SystemStatus.ProcessControl(a);
            case LinuxCall.GetCpu: return SystemStatus.Processor(a, b);
            case LinuxCall.GetPPid: return 0;
            case LinuxCall.GetUid or LinuxCall.GetEUid or LinuxCall.GetGid or LinuxCall.GetEGid: return UserNumber;
            case LinuxCall.SetUid or LinuxCall.SetGid: return (uint)a == UserNumber ? 0 : Errno.NotPermitted;
            case LinuxCall.SysInfo: return SystemStatus.Information(a);
            case LinuxCall.Clone: return Threads.Clone(ref self, a, b, c, d, e);
            case LinuxCall.PrLimit64: return SystemStatus.Limit(b, c, d);
            case LinuxCall.GetRandom: return SystemStatus.Random(a, b);
            case LinuxCall.MemBarrier: return SystemStatus.MemoryBarrier(a);
            case LinuxCall.Socket: return SocketCalls.Create(a, b, c);
            case LinuxCall.EPollCreate1: return Epoll.Create();
            case LinuxCall.EPollCtl: return Epoll.Control(a, b, c, d);
            case LinuxCall.EventFd2: return EventCounters.Create(a, b);
            case LinuxCall.InotifyInit1: return FileWatches.Create(a);
            case LinuxCall.InotifyAddWatch: return FileWatches.Add(a, b);
            case LinuxCall.InotifyRmWatch: return FileCalls.IsCounter(a) ? 0 : Errno.Invalid;
            case LinuxCall.GetCwd: return PathCalls.WorkingDirectory(a, b);
            case LinuxCall.RenameAt2: return PathCalls.Rename(a, b, c, d, e);
            case LinuxCall.StatX: return PathCalls.Status(a, b, c, e, isLong: true);
            case LinuxCall.GetMemPolicy or LinuxCall.RSeq or LinuxCall.Clone3: return Errno.NotImplemented;
            default: return Files(ref self, number, a, b, c, d);
        }
    }

    /// <summary>Logs once that the program wanted something that does not exist.</summary>
    internal static void NoteUnknown(ulong number, System.ReadOnlySpan<byte> what)
    {
        int index = (int)(number < MostNumbers ? number : 0);
        if (s_noted.IsNoted[index] != 0)
        {
            return;
        }

        s_noted.IsNoted[index] = 1;
        KernelLog.Write("linux: system call "u8);
        KernelLog.WriteDecimal(number);
        if (what.Length != 0)
        {
            KernelLog.Write(" ("u8);
            KernelLog.Write(what);
            KernelLog.Write(")"u8);
        }

        KernelLog.Write(" is not implemented\n"u8);
    }
}
