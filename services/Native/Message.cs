// A message as a program sees it.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.User;

/// <summary>Registers x0 to x5 and x10 to x17 of the message calls, in and out.</summary>
[StructLayout(LayoutKind.Sequential, Size = 112)]
public struct Message
{
    /// <summary>In: the port. Out: the error.</summary>
    public ulong Port;

    /// <summary>In: the deadline. Out: the badge.</summary>
    public ulong DeadlineOrBadge;

    /// <summary>Label, number of words, number of handles; of what came, its kind.</summary>
    public MessageInfo Info;

    /// <summary>The handles.</summary>
    public MessageHandles Handles;

    /// <summary>Names the call that came, for its reply; none: nothing waits for one.</summary>
    public ReplyToken Token;

    /// <summary>The words.</summary>
    public WordTable Words;

    /// <summary>The badge that the message came with.</summary>
    public readonly Badge Badge => new(DeadlineOrBadge);

    /// <summary>TRANSITION: handles 0 and 1, in the low and high half.</summary>
    public ulong Handles01
    {
        readonly get => Handles.FirstPair;
        set => Handles.FirstPair = value;
    }

    /// <summary>TRANSITION: handles 2 and 3.</summary>
    public ulong Handles23
    {
        readonly get => Handles.SecondPair;
        set => Handles.SecondPair = value;
    }

    /// <summary>64 bytes.</summary>
    [InlineArray((int)MessageInfo.MaximumWords)]
    public struct WordTable
    {
        private ulong _first;
    }
}
