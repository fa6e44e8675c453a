// The system calls of a personality: code inside a process that handles the system calls and faults of foreign code in the same
// process. UserEntry.S sends it foreign calls, ThreadFaults.cs foreign faults.

using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Spaces;

namespace RustKernel.Syscalls;

public static partial class SystemCalls
{
    // Up to the entry for faults, and as much after it.
    private const ulong LeastPersonalityBytes = 2 * ThreadFaults.FaultEntryOffset;

    private static ErrorCode ProcessSetPersonality(ref Thread self, ulong start, ulong sizeBytes)
    {
        if ((start & (InstructionBytes - 1)) != 0
            || sizeBytes < LeastPersonalityBytes
            || start >= AddressSpaces.LimitExclusive
            || sizeBytes > AddressSpaces.LimitExclusive - start)
        {
            return ErrorCode.InvalidArgument;
        }

        ref Process process = ref KernelObjects.Process(self.Process);
        if (process.PersonalityBytes != 0)
        {
            return ErrorCode.InvalidState;
        }

        process.PersonalityStart = start;
        process.PersonalityBytes = sizeBytes;
        return ErrorCode.None;
    }

    private static ErrorCode ThreadSetForeign(ref Thread self, Slot<Thread> slot, ulong block)
    {
        ref Thread thread = ref KernelObjects.Thread(slot);
        // A suspended thread may be about to repeat a system call; with a block, that call would go to the personality.
        bool isBetween = slot.Index == self.Header.Slot || thread.State is ThreadState.New or ThreadState.Faulted;
        if (!isBetween || KernelObjects.Process(thread.Process).PersonalityBytes == 0)
        {
            return ErrorCode.InvalidState;
        }

        thread.SetForeignBlock(block);
        return ErrorCode.None;
    }

    // The argument's register keeps the ticket.
    private static ErrorCode ProcessBarrier(ref CpuBlock cpu, ref Thread self, ulong ticket)
    {
        ulong wanted = Barriers.Pass(ref cpu, self.Process, ticket);
        self.Context.SetRegister(0, wanted);
        return wanted == 0 ? ErrorCode.None : LongCall.Again;
    }

    private static bool IsSelfOrStill(ref Thread self, Slot<Thread> slot) =>
        slot.Index == self.Header.Slot || HoldsStill(ref KernelObjects.Thread(slot));

    private static ErrorCode UpcallInfo(ref Thread self, Slot<Thread> slot, out UpcallInfoResults results)
    {
        results = default;
        ref Thread thread = ref KernelObjects.Thread(slot);
        if (thread.ForeignBlock == 0 || !IsSelfOrStill(ref self, slot))
        {
            return ErrorCode.InvalidState;
        }

        results.Pc = thread.Context.UpcallPC;
        results.X16 = thread.Context.UpcallX16;
        results.FaultClass = thread.FaultClass;
        results.Syndrome = thread.FaultESR_EL1;
        results.Address = thread.FaultFAR_EL1;
        return ErrorCode.None;
    }

    private static ErrorCode UpcallRedirect(ref Thread self, ulong pc, ulong x16)
    {
        if (self.ForeignBlock == 0)
        {
            return ErrorCode.InvalidState;
        }

        self.Context.UpcallPC = pc;
        self.Context.UpcallX16 = x16;
        return ErrorCode.None;
    }

    // UserEntry.S handles it for a thread with a block inside its personality. All other callers get here.
    private static ErrorCode UpcallReturn(ref Thread self) => ErrorCode.InvalidState;

    private static Result<AnyHandle> ThreadSelf(ref Thread self)
    {
        ObjectReferences.Retain(self.Slot);
        return Publish<Thread>(ref self, self.Slot, Rights.All);
    }
}
