// Moves messages: registers to registers, registers to a queue, a queue to registers, with the handles that they carry.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Objects;

namespace RustKernel.Ipc;

/// <summary>
/// A message in registers (ABI): x0 port or status, x1 deadline or badge, x2 description
/// (<see cref="MessageInfo"/>), x3 and x4 up to four handles (two in each, the
/// first in the lower half), x5 reply token, x10 to x17 words. Under the kernel lock.
/// </summary>
public static class Messages
{
    private const ulong HandleMask = 0xFFFF_FFFF;

    /// <summary>
    /// The token for the call or fault that <paramref name="thread"/> waits with: valid once, in the process that received it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Token(ref Thread thread) => ((ulong)thread.CallSequence << 32) | thread.Header.Slot;

    /// <summary>
    /// Copies the registers of <paramref name="from"/> to those of <paramref name="to"/>, both
    /// checked by the caller; <see cref="Give"/> moves handles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref UserContext from, ref UserContext to, MessageInfo info, ulong badge, ulong token)
    {
        to.SetMessage(badge, info, token);
        if (info.Words != 0)
        {
            CopyWords(ref from.Words, ref to.Words, info.Words);
        }
    }

    /// <summary>The first <paramref name="count"/> words; the receiver's other word registers stay as they are.</summary>
    public static void CopyWords(ref UserContext.MessageWords from, ref UserContext.MessageWords to, uint count)
    {
        if (count == MessageInfo.MaximumWords)
        {
            to = from;
            return;
        }

        for (int i = 0; i < (int)count; i++)
        {
            to[i] = from[i];
        }
    }

    /// <summary>
    /// Moves the handles that <paramref name="sender"/> names in x3 and x4 from its table into
    /// <paramref name="carried"/>; all or none. NotFound: no such handle; AccessDenied: one may not
    /// be transferred; InvalidArgument: the same one twice.
    /// </summary>
    public static ErrorCode Take(ref Thread sender, MessageInfo info, ref CarriedHandles carried)
    {
        ref Process process = ref KernelObjects.Process(sender.Process);
        for (uint i = 0; i < info.Handles; i++)
        {
            uint handle = HandleAt(ref sender.Context, i);
            if (!process.Handles.IsGood(handle))
            {
                return ErrorCode.NotFound;
            }

            if ((process.Handles.At(handle).Rights & Rights.Transfer) == 0)
            {
                return ErrorCode.AccessDenied;
            }

            for (uint j = 0; j < i; j++)
            {
                if (HandleAt(ref sender.Context, j) == handle)
                {
                    return ErrorCode.InvalidArgument;
                }
            }
        }

        for (uint i = 0; i < info.Handles; i++)
        {
            uint handle = HandleAt(ref sender.Context, i);
            carried[(int)i] = process.Handles.At(handle);
            process.Handles.Remove(handle);
            _ = process.HandleQuota.Refund(1);
        }

        return ErrorCode.None;
    }

    /// <summary>
    /// Puts carried handles into the receiver's table and their numbers into its x3 and x4. A
    /// handle that does not fit is closed, and its number is 0.
    /// </summary>
    public static void Give(ref Thread receiver, MessageInfo info, ref CarriedHandles carried)
    {
        ref Process process = ref KernelObjects.Process(receiver.Process);
        for (uint i = 0; i < info.Handles; i++)
        {
            ref HandleEntry entry = ref carried[(int)i];
            Result<AnyHandle> handle = ProcessHandles.Add(ref process, entry.Kind, entry.Object, entry.Rights, entry.Badge);
            if (!handle.IsOk)
            {
                LostHandles.Report(in entry);
                ObjectReferences.ReleaseEntry(in entry);
            }

            SetHandle(ref receiver.Context, i, (uint)handle.Value.Value);
        }
    }

    /// <summary>Closes the handles of a message that will not arrive. The message has none afterwards.</summary>
    public static void Drop(ref QueuedMessage message)
    {
        uint handles = new MessageInfo(message.Info).Handles;
        message.Info = 0;
        for (uint i = 0; i < handles; i++)
        {
            LostHandles.Report(in message.Handles[(int)i]);
            ObjectReferences.ReleaseEntry(in message.Handles[(int)i]);
        }
    }

    private static uint HandleAt(ref UserContext context, uint index) =>
        (uint)(((index < 2 ? context.Message.FirstHandles : context.Message.SecondHandles) >> (int)(32 * (index & 1))) & HandleMask);

    private static void SetHandle(ref UserContext context, uint index, uint handle)
    {
        ref ulong register = ref (index < 2 ? ref context.Message.FirstHandles : ref context.Message.SecondHandles);
        register |= (ulong)handle << (int)(32 * (index & 1));
    }
}
