// The kernel's own calls, made for the program: messages, handles, copies of memory objects, timers. Threads and addresses belong to the
// personality: it maps a memory object where the program has nothing.
// personality's: it shows a memory object where the program has nothing.

using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// Call <see cref="PersonalityCall.Number"/>. A signal for a thread that waits in such a call is delivered when the call ends, at the
/// latest by its deadline.
/// </summary>
internal static unsafe class KernelCalls
{
    private static StartBlock s_start;

    /// <summary>The words that the process was started with.</summary>
    internal static void Prepare(in StartBlock block) => s_start = block;

    /// <summary>0, EPERM or EFAULT.</summary>
    internal static long Call(ulong number, ulong address)
    {
        PersonalityCall.Registers registers = default;
        if (!UserMemory.TryRead(address, out registers))
        {
            return Errno.BadAddress;
        }

        switch (number)
        {
            case PersonalityCall.Start:
                return UserMemory.Write(address, s_start);
            case PersonalityCall.Counter:
                registers[1] = Kernel.ReadCounter();
                break;
            case PersonalityCall.Map:
                registers[0] = (ulong)Map(in registers, out ulong start);
                registers[1] = start;
                break;
            default:
                if (number > uint.MaxValue || !ProgramCalls.Has((SystemCall)number))
                {
                    return Errno.NotPermitted;
                }

                // SAFETY: the registers are this function's own.
                NativeCode.CallKernel(number, &registers);
                break;
        }

        return UserMemory.Write(address, registers);
    }

    private static ErrorCode Map(in PersonalityCall.Registers registers, out ulong start)
    {
        const ulong most = AddressMap.Read | AddressMap.Write | AddressMap.Execute;
        start = 0;
        return registers[3] > most
            ? ErrorCode.InvalidArgument
            : AddressMap.MapShared(new Handle<Memory>(registers[0]), registers[1], registers[2], (uint)registers[3], out start);
    }
}
