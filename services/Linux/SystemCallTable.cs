// The system calls of Linux on AArch64: which are done, which in part, which are refused. [include/uapi/asm-generic/unistd.h]

using System.Runtime;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Linux.Signals;

namespace RustKernel.Linux;

/// <summary>From number to method. Entry.S comes here with the thread's registers in its block.</summary>
internal static unsafe class SystemCallTable
{
    private const int MostNumbers = 512;
    private static NoteTable s_noted;

    private struct NoteTable
    {
        internal fixed byte IsNoted[MostNumbers];
    }

    // Returns 1 when all registers are to be loaded again.
    [RuntimeExport("serve_call")]
    private static ulong Serve(ref LinuxThread self)
    {
        self.IsBrokenOff = 0;
        ulong number = self.X[8];
        if (number == 139)
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

    private static long Call(ref LinuxThread self, ulong number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f)
    {
        switch (number)
        {
            case 172: return Threads.ProcessNumber;
            case 178: return self.Number;
            case 98: return Futexes.Call(ref self, a, b, c, d, f);
            case 113: return Clock.Get(a, b);
            case 114: return Clock.Resolution(a, b);
            case 115: return SystemStatus.Sleep(ref self, isAbsolute: (b & 1) != 0, a, c, d);
            case 101: return SystemStatus.Sleep(ref self, isAbsolute: false, 1, a, b);
            case 124: return SystemStatus.Yield();
            case 214: return MemoryCalls.Break(a);
            case 215: return MemoryCalls.Unmap(a, b);
            case 222: return MemoryCalls.Map(a, b, c, d, e);
            case 226: return MemoryCalls.Protect(a, b, c);
            case 233: return MemoryCalls.Advise(a, b, c);
            case >= 129 and <= 136: return Signal(ref self, number, a, b, c, d);
            case 56: return FileCalls.Open(b, c);
            case 57: return FileCalls.Close(a);
            case 63: return FileCalls.Read(ref self, a, b, c);
            case 64: return FileCalls.Write(ref self, a, b, c);
            case 65 or 66: return FileCalls.Many(ref self, number == 66, a, b, c);
            case 73: return Poll.Call(ref self, a, b, c);
            case 62: return FileCalls.Seek(a, b, c);
            case 79: return FileCalls.Status(a, b, c);
            case 80: return FileCalls.StatusOf(a, b);
            case 78: return FileCalls.ReadLink(b, c, d);
            case 25: return FileCalls.Control(a, b, c);
            case 29: return FileCalls.DeviceControl(a);
            case 59: return FileCalls.Pipe(a, b);
            case 24: return FileCalls.DuplicateTo(a, b);
            case 23: return FileCalls.Duplicate(a);
            default: return Other(ref self, number, a, b, c, d, e);
        }
    }

    private static long Signal(ref LinuxThread self, ulong number, ulong a, ulong b, ulong c, ulong d) => number switch
    {
        129 => SignalCalls.SendToProcess(ref self, (int)a, b),
        130 => SignalCalls.Send(ref self, (int)a, b),
        131 => SignalCalls.Send(ref self, (int)b, c),
        132 => SignalCalls.SetStack(ref self, a, b),
        134 => SignalCalls.SetAction(a, b, c, d),
        135 => SignalCalls.SetBlocked(ref self, a, b, c, d),
        136 => SignalCalls.ReadPending(ref self, a),
        _ => Refuse(number),
    };

    private static long Refuse(ulong number)
    {
        NoteUnknown(number, default);
        return Errno.NotImplemented;
    }

    private static long Other(ref LinuxThread self, ulong number, ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        switch (number)
        {
            case 93:
                Threads.Exit(ref self, a & 0xFF);
                return 0;
            case 94:
                Program.End(a & 0xFF);
                return 0;
            case 96:
                self.ClearedAtEnd = a;
                return self.Number;
            case 99: return 0;
            case 122 or 123: return SystemStatus.Affinity(number == 123, b, c);
            case 160: return SystemStatus.Name(a);
            case 165: return SystemStatus.Usage(b);
            case 167: return SystemStatus.ProcessControl(a);
            case 168: return SystemStatus.Processor(a, b);
            case 173 or 174 or 175 or 176 or 177: return number == 173 ? 0 : 1000;
            case 179: return SystemStatus.Information(a);
            case 220: return Threads.Clone(ref self, a, b, c, d, e);
            case 261: return SystemStatus.Limit(b, c, d);
            case 278: return SystemStatus.Random(a, b);
            case 283: return SystemStatus.MemoryBarrier(a);
            case 43 or 44: return Errno.NoEntry;
            case 48 or 439: return FileCalls.Access(b);
            case 17: return FileCalls.WorkingDirectory(a, b);
            case 236 or 293 or 435: return Errno.NotImplemented;
            default: return Refuse(number);
        }
    }

    /// <summary>Says once, in the log, that the program wanted something that is not there.</summary>
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
