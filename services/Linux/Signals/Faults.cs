using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux.Signals;

/// <summary>Turns faults of the program into signals: from the kernel's fault to siginfo. [man 2 sigaction, si_code]</summary>
internal static unsafe class Faults
{
    private const int MostRepeats = 1000;
    private const int NotMapped = 1;
    private const int NotAllowed = 2;
    private const int IllegalOpcode = 1;
    private const int MisalignedAddress = 1;
    private const int Breakpoint = 1;

    /// <summary>Handles a fault of the thread in the program.</summary>
    internal static void Serve(ref LinuxThread self)
    {
        if (Kernel.UpcallInfo(default, out UpcallInfoResults info) != ErrorCode.None)
        {
            Program.EndBySignal(SignalCalls.Segment);
        }

        self.X[16] = info.X16;
        FaultClass fault = (FaultClass)info.FaultClass;
        if (fault is FaultClass.Unmapped or FaultClass.Permission && MayRepeat(ref self, in info))
        {
            return;
        }

        SignalInfo signal = new() { Address = info.Address };
        switch (fault)
        {
            case FaultClass.Unmapped or FaultClass.Permission:
                signal.Number = SignalCalls.Segment;
                bool isMapped = AddressMap.TryFind(info.Address, out Mapping mapping) && mapping.Start <= info.Address;
                signal.Code = isMapped ? NotAllowed : NotMapped;
                break;
            case FaultClass.Alignment:
                signal.Number = SignalCalls.Bus;
                signal.Code = MisalignedAddress;
                break;
            case FaultClass.Breakpoint:
                signal.Number = SignalCalls.Trap;
                signal.Code = Breakpoint;
                signal.Address = info.Pc;
                break;
            case FaultClass.OutOfMemory:
                KernelLog.Write("linux: memory= of the manifest is used up\n"u8);
                signal.Number = SignalCalls.Bus;
                break;
            case FaultClass.FloatingPoint:
                signal.Number = SignalCalls.FloatingPoint;
                break;
            default:
                signal.Number = SignalCalls.Illegal;
                signal.Code = IllegalOpcode;
                signal.Address = info.Pc;
                break;
        }

        SignalCalls.RaiseFault(ref self, in signal);
    }

    // Another thread was changing the mappings and is done by now: repeat the access. Only so often: if memory is short, the kernel may be
    // unable to map what the table says.
    private static bool MayRepeat(ref LinuxThread self, in UpcallInfoResults info)
    {
        bool isSame = self.RepeatedFault == info.Address;
        self.RepeatedFault = info.Address;
        self.Repeats = isSame ? self.Repeats + 1 : 0;
        return self.Repeats < MostRepeats && IsAllowedNow(info.Address, info.Syndrome);
    }

    private static bool IsAllowedNow(ulong address, ulong syndrome)
    {
        const uint instructionAbort = 0x20;
        const ulong write = 1 << 6;
        uint needed = (syndrome >> 26) == instructionAbort ? AddressMap.Execute
            : (syndrome & write) != 0 ? AddressMap.Write
            : AddressMap.Read;
        return AddressMap.TryFind(address, out Mapping mapping) && mapping.Start <= address
            && ((mapping.Rights & needed) != 0 || (needed == AddressMap.Read && mapping.Rights != 0));
    }
}
