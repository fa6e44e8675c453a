// What arguments each system call takes, for choosing them at random.

using System;

namespace RustKernel.User.SelfTest;

/// <summary>The table of system calls as the attacker sees it: a letter for each argument (HostileCalls.Argument says what each stands for).</summary>
internal static class CallTable
{
    /// <summary>Numbers there are: 0 to this less 1.</summary>
    internal const ulong Count = 52;

    /// <summary>The letter of argument <paramref name="index"/>; 0 when there is none.</summary>
    internal static byte Argument(SystemCall number, int index)
    {
        ReadOnlySpan<byte> letters = Arguments(number);
        return index < letters.Length ? letters[index] : (byte)0;
    }

    /// <summary>x1 is a handle when the call succeeds.</summary>
    internal static bool GivesHandle(SystemCall number) => number is SystemCall.HandleDuplicate or SystemCall.PortCreate or SystemCall.ProcessCreate or SystemCall.ThreadCreate or SystemCall.MemoryCreate or SystemCall.DeviceMemoryCreate or SystemCall.InterruptCreate or SystemCall.TimerCreate;

    private static ReadOnlySpan<byte> Arguments(SystemCall number) => number switch
    {
        SystemCall.Sleep => "d"u8,
        SystemCall.DebugWrite => "w"u8,
        SystemCall.SystemInfo => "i"u8,
        SystemCall.HandleClose => "h"u8,
        SystemCall.HandleDuplicate => "hrbq"u8,
        SystemCall.HandleInfo => "h"u8,
        SystemCall.HandleDestroy => "h"u8,
        SystemCall.PortCreate => "n"u8,
        SystemCall.Send => "Pd"u8,
        SystemCall.Receive => "Pd"u8,
        SystemCall.Call => "Pd"u8,
        SystemCall.ReplyReceive => "Pd"u8,
        SystemCall.Notify => "Pb"u8,
        SystemCall.ProcessCreate => "PbFQb"u8,
        SystemCall.ProcessExit => "b"u8,
        SystemCall.ProcessKill => "Cb"u8,
        SystemCall.ProcessInfo => "A"u8,
        SystemCall.ProcessLoad => "CMos"u8,
        SystemCall.ProcessGrant => "Chr"u8,
        SystemCall.ProcessSetFaultPort => "APb"u8,
        SystemCall.ProcessSetUpcall => "b"u8,
        SystemCall.ThreadCreate => "AEabpc"u8,
        SystemCall.ThreadStart => "T"u8,
        SystemCall.ThreadKill => "T"u8,
        SystemCall.ThreadSuspend => "T"u8,
        SystemCall.ThreadResume => "T"u8,
        SystemCall.ThreadReadRegisters => "Tk"u8,
        SystemCall.ThreadWriteRegister => "Tkb"u8,
        SystemCall.ThreadSetSchedule => "Tpc"u8,
        SystemCall.ThreadInfo => "T"u8,
        SystemCall.MemoryCreate => "s"u8,
        SystemCall.MemoryMap => "AMoasr"u8,
        SystemCall.MemoryUnmap => "Aas"u8,
        SystemCall.MemoryProtect => "Aasr"u8,
        SystemCall.MemorySetPager => "MPb"u8,
        SystemCall.MemorySupply => "MoMo"u8,
        SystemCall.MemoryRead => "Mo"u8,
        SystemCall.MemoryWrite => "Mobbbb"u8,
        SystemCall.MemoryInfo => "M"u8,
        SystemCall.DeviceMemoryCreate => "Xys"u8,
        SystemCall.InterruptCreate => "Xl"u8,
        SystemCall.InterruptBind => "IPb"u8,
        SystemCall.InterruptAcknowledge => "I"u8,
        SystemCall.TimerCreate => "Pb"u8,
        SystemCall.TimerSet => "tde"u8,
        SystemCall.TimerCancel => "t"u8,
        SystemCall.MachinePower => "Xv"u8,
        _ => default,
    };
}
