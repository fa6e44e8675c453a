// Signals: the action for each, which thread gets one, how a handler begins and where it returns.

using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux.Signals;

/// <summary>rt_sigaction and its relatives. [man 7 signal]</summary>
internal static unsafe class SignalCalls
{
    internal const int Illegal = 4;
    internal const int Trap = 5;
    internal const int Abort = 6;
    internal const int Bus = 7;
    internal const int FloatingPoint = 8;
    internal const int Kill = 9;
    internal const int Segment = 11;
    internal const int Stop = 19;
    internal const int Most = 64;

    private const int Child = 17;
    private const int Continue = 18;
    private const int UrgentData = 23;
    private const int WindowSize = 28;
    private const int FromThread = -6;
    private const ulong Default = 0;
    private const ulong Ignore = 1;
    private const ulong FlagInfoOnStack = 0x0800_0000;
    private const ulong FlagRestart = 0x1000_0000;
    private const ulong FlagNoDefer = 0x4000_0000;
    private const ulong FlagOnce = 0x8000_0000;
    private const uint StackDisabled = 2;
    private const uint StackInUse = 1;
    private const ulong LeastStackBytes = 5120;
    private const ulong Unblockable = (1ul << (Kill - 1)) | (1ul << (Stop - 1));
    private const uint SimdMagic = 0x4650_8001;
    private const uint SimdBytes = 528;
    private const uint SyndromeMagic = 0x4553_5201;
    private const int ProgramCounterRegister = 32;

    private static ActionTable s_actions;

    [StructLayout(LayoutKind.Sequential)]
    private struct Action
    {
        internal ulong Handler;
        internal ulong Flags;
        internal ulong Restorer;
        internal ulong Blocked;
    }

    [System.Runtime.CompilerServices.InlineArray(Most + 1)]
    private struct ActionTable
    {
        private Action _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SignalStack
    {
        internal ulong Address;
        internal uint Flags;
        internal uint Padding;
        internal ulong Bytes;
    }

    /// <summary>rt_sigaction.</summary>
    internal static long SetAction(ulong number, ulong wanted, ulong before, ulong setBytes)
    {
        if (number is 0 or > Most || setBytes != 8 || (wanted != 0 && number is Kill or Stop))
        {
            return Errno.Invalid;
        }

        Action old = Of((int)number);
        if (wanted != 0)
        {
            if (!UserMemory.TryRead(wanted, out Action action))
            {
                return Errno.BadAddress;
            }

            action.Blocked &= ~Unblockable;
            Of((int)number) = action;
        }

        return before == 0 ? 0 : UserMemory.Write(before, old);
    }

    /// <summary>rt_sigprocmask.</summary>
    internal static long SetBlocked(ref LinuxThread self, ulong how, ulong wanted, ulong before, ulong setBytes)
    {
        if (setBytes != 8)
        {
            return Errno.Invalid;
        }

        ulong old = self.Blocked;
        if (wanted != 0)
        {
            if (!UserMemory.TryRead(wanted, out ulong set))
            {
                return Errno.BadAddress;
            }

            if (how > 2)
            {
                return Errno.Invalid;
            }

            ulong blocked = how == 0 ? old | set : how == 1 ? old & ~set : set;
            self.Blocked = blocked & ~Unblockable;

            // A sender writes the pending set, then reads the blocked set; this does it in the other order.
            System.Threading.Interlocked.MemoryBarrier();
        }

        return before == 0 ? 0 : UserMemory.Write(before, old);
    }

    /// <summary>sigaltstack.</summary>
    internal static long SetStack(ref LinuxThread self, ulong wanted, ulong before)
    {
        SignalStack old = new()
        {
            Address = self.SignalStack,
            Bytes = self.SignalStackBytes,
            Flags = self.SignalStackBytes == 0 ? StackDisabled : IsOnStack(ref self, self.Sp) ? StackInUse : 0,
        };
        if (wanted != 0)
        {
            if (!UserMemory.TryRead(wanted, out SignalStack stack))
            {
                return Errno.BadAddress;
            }

            if (old.Flags == StackInUse)
            {
                return Errno.NotPermitted;
            }

            bool isDisabled = (stack.Flags & StackDisabled) != 0;
            if (!isDisabled && stack.Bytes < LeastStackBytes)
            {
                return Errno.NoMemory;
            }

            self.SignalStack = stack.Address;
            self.SignalStackBytes = isDisabled ? 0 : stack.Bytes;
        }

        return before == 0 ? 0 : UserMemory.Write(before, old);
    }

    /// <summary>tgkill, tkill and kill: to a thread of this process, or to the first that does not block it.</summary>
    internal static long Send(ref LinuxThread self, int thread, ulong number)
    {
        if (number > Most)
        {
            return Errno.Invalid;
        }

        Threads.Lock.Enter();
        ulong target = Threads.Find(thread);
        if (target != 0 && number != 0)
        {
            Raise(ref self, ref LinuxThread.At(target), (int)number);
        }

        Threads.Lock.Leave();
        return target != 0 ? 0 : Errno.NoProcess;
    }

    /// <summary>kill: to the first thread that does not block it, or the first. ESRCH: another process.</summary>
    internal static long SendToProcess(ref LinuxThread self, int process, ulong number)
    {
        if (process is not (0 or -1 or Threads.ProcessNumber))
        {
            return Errno.NoProcess;
        }

        return number > Most ? Errno.Invalid : Send(ref self, Threads.NumberFor(number), number);
    }

    // A thread that runs the program is redirected into the personality; one that waits here is woken; one that is about to leave checks
    // again.
    private static void Raise(ref LinuxThread self, ref LinuxThread target, int number)
    {
        SetPending(ref target, 1ul << (number - 1));
        if (target.Number == self.Number || (target.Blocked & (1ul << (number - 1))) != 0)
        {
            return;
        }

        if (Kernel.ThreadSuspend(target.Handle) != ErrorCode.None)
        {
            return;
        }

        if (Kernel.ThreadReadRegisters(target.Handle, ProgramCounterRegister - 2, out RegisterWords words) == ErrorCode.None)
        {
            Redirect(ref target, words[2]);
        }

        _ = Kernel.ThreadResume(target.Handle);
    }

    private static void Redirect(ref LinuxThread target, ulong pc)
    {
        ulong leave = NativeCode.LeaveStart();
        if (pc - leave < NativeCode.LeaveEnd() - leave)
        {
            _ = Kernel.ThreadWriteRegister(target.Handle, ProgramCounterRegister, leave);
            _ = Kernel.ThreadWriteRegister(target.Handle, 16, target.Address);
        }
        else if (pc - NativeCode.Start() < NativeCode.End() - NativeCode.Start())
        {
            _ = Kernel.Notify(target.Port, 1);
        }
        else if (Kernel.ThreadReadRegisters(target.Handle, 16, out RegisterWords words) == ErrorCode.None)
        {
            target.ProgramCounter = pc;
            target.ProgramX16 = words[0];
            _ = Kernel.ThreadWriteRegister(target.Handle, ProgramCounterRegister, NativeCode.InterruptedEntry());
            _ = Kernel.ThreadWriteRegister(target.Handle, 16, target.Address);
        }
    }

    private static void SetPending(ref LinuxThread thread, ulong bits)
    {
        long old;
        do
        {
            old = thread.Pending;
        }
        while (System.Threading.Interlocked.CompareExchange(ref thread.Pending, old | (long)bits, old) != old);
    }

    private static void ClearPending(ref LinuxThread thread, ulong bits)
    {
        long old;
        do
        {
            old = thread.Pending;
        }
        while (System.Threading.Interlocked.CompareExchange(ref thread.Pending, old & ~(long)bits, old) != old);
    }

    /// <summary>A fault of the program, which its thread cannot block: runs a handler, or ends the process.</summary>
    internal static void RaiseFault(ref LinuxThread self, in SignalInfo info)
    {
        ulong bit = 1ul << (info.Number - 1);
        if ((self.Blocked & bit) != 0 || Of(info.Number).Handler <= Ignore)
        {
            self.FetchProgramCounter();
            KernelLog.Write("linux: a fault at "u8);
            KernelLog.WriteHex(info.Address);
            KernelLog.Write(", PC "u8);
            KernelLog.WriteHex(self.ProgramCounter);
            KernelLog.Write("\n"u8);
            Program.EndBySignal(info.Number);
        }

        self.Fault = info;
        SetPending(ref self, bit);
    }

    /// <summary>Delivers everything due: puts the handlers' frames on the stack; the last one runs first.</summary>
    internal static void Deliver(ref LinuxThread self)
    {
        // A fault takes precedence over sent signals.
        ulong due = self.Deliverable;
        int number = self.Fault.Number != 0 && (due & (1ul << (self.Fault.Number - 1))) != 0
            ? self.Fault.Number
            : System.Numerics.BitOperations.TrailingZeroCount(due) + 1;
        ClearPending(ref self, 1ul << (number - 1));
        Action action = Of(number);
        if (action.Handler == Ignore || (action.Handler == Default && number is Child or Continue or UrgentData or WindowSize))
        {
            self.FetchProgramCounter();
            FinishCall(ref self, isRestarted: true);
            self.StoreProgramCounter();
            return;
        }

        if (action.Handler == Default)
        {
            Program.EndBySignal(number);
        }

        self.FetchProgramCounter();
        FinishCall(ref self, (action.Flags & FlagRestart) != 0);
        if (!TryBegin(ref self, number, in action))
        {
            Program.EndBySignal(Segment);
        }

        if ((action.Flags & FlagOnce) != 0)
        {
            Of(number).Handler = Default;
        }
    }

    // Ends a call that the signal interrupted.
    private static void FinishCall(ref LinuxThread self, bool isRestarted)
    {
        if (self.IsBrokenOff == 0)
        {
            return;
        }

        self.IsBrokenOff = 0;
        if (isRestarted)
        {
            self.X[0] = self.FirstArgument;
            self.ProgramCounter -= 4;
        }
        else
        {
            self.X[0] = unchecked((ulong)Errno.Interrupted);
        }
    }

    private static bool IsOnStack(ref LinuxThread self, ulong sp) => sp - self.SignalStack - 1 < self.SignalStackBytes;

    private static bool TryBegin(ref LinuxThread self, int number, in Action action)
    {
        bool isSwitched = (action.Flags & FlagInfoOnStack) != 0 && self.SignalStackBytes != 0 && !IsOnStack(ref self, self.Sp);
        ulong top = isSwitched ? self.SignalStack + self.SignalStackBytes : self.Sp;
        ulong address = (top - (ulong)sizeof(SignalFrame)) & ~15ul;
        SignalFrame frame = default;
        Fill(ref frame, ref self, number);
        // SAFETY: the frame is this function's own.
        if (!UserMemory.TryWrite(address, &frame, (ulong)sizeof(SignalFrame)))
        {
            return false;
        }

        self.Blocked |= (action.Blocked | ((action.Flags & FlagNoDefer) != 0 ? 0 : 1ul << (number - 1))) & ~Unblockable;
        self.X[0] = (ulong)number;
        self.X[1] = address;
        self.X[2] = address + (ulong)sizeof(SignalInfo);
        self.X[29] = address + (ulong)sizeof(SignalFrame) - 16;
        self.X[30] = NativeCode.SignalReturn();
        self.Sp = address;
        self.ProgramCounter = action.Handler;
        self.StoreProgramCounter();
        return true;
    }

    private static void Fill(ref SignalFrame frame, ref LinuxThread self, int number)
    {
        bool isFault = self.Fault.Number == number;
        frame.Info = isFault ? self.Fault : new SignalInfo { Number = number, Code = FromThread, Address = Threads.ProcessNumber };
        self.Fault.Number = 0;
        frame.StackAddress = self.SignalStack;
        frame.StackBytes = self.SignalStackBytes;
        frame.StackFlags = self.SignalStackBytes == 0 ? StackDisabled : 0;
        frame.Blocked = self.Blocked;
        frame.FaultAddress = isFault ? self.Fault.Address : 0;
        for (int i = 0; i < 31; i++)
        {
            frame.X[i] = self.X[i];
        }

        frame.Sp = self.Sp;
        frame.ProgramCounter = self.ProgramCounter;
        frame.State = self.Flags;
        frame.SimdMagic = SimdMagic;
        frame.SimdBytes = SimdBytes;
        // SAFETY: room for 32 registers of 16 bytes.
        fixed (ulong* simd = frame.Simd)
        {
            NativeCode.WordResult status = NativeCode.StoreSimd(simd, self.Address);
            frame.Fpsr = (uint)status.Fault;
            frame.Fpcr = (uint)status.Word;
        }

        frame.SyndromeMagic = SyndromeMagic;
        frame.SyndromeBytes = 16;
        frame.FrameX29 = self.X[29];
        frame.FrameX30 = self.X[30];
    }

    /// <summary>rt_sigreturn: restores the state in the frame.</summary>
    internal static void Return(ref LinuxThread self)
    {
        SignalFrame frame = default;
        // SAFETY: the frame is this function's own.
        if (!UserMemory.TryRead(self.Sp, &frame, (ulong)sizeof(SignalFrame)) || frame.SimdMagic != SimdMagic)
        {
            Program.EndBySignal(Segment);
        }

        for (int i = 0; i < 31; i++)
        {
            self.X[i] = frame.X[i];
        }

        self.Sp = frame.Sp;
        self.Flags = frame.State;
        self.Blocked = frame.Blocked & ~Unblockable;
        System.Threading.Interlocked.MemoryBarrier();
        self.ProgramCounter = frame.ProgramCounter;
        self.ProgramX16 = frame.X[16];
        NativeCode.LoadSimd(frame.Simd, self.Address, frame.Fpsr, frame.Fpcr);
        self.StoreProgramCounter();
    }

    /// <summary>rt_sigpending.</summary>
    internal static long ReadPending(ref LinuxThread self, ulong address) => UserMemory.Write(address, (ulong)self.Pending & self.Blocked);

    // The number is 1 to Most.
    private static ref Action Of(int number) => ref s_actions[number];
}
