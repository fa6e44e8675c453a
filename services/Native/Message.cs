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

    /// <summary>Description, <see cref="MessageInfo"/>.</summary>
    public ulong Info;

    /// <summary>Handles 0 and 1, in the low and high half.</summary>
    public ulong Handles01;

    /// <summary>Handles 2 and 3.</summary>
    public ulong Handles23;

    /// <summary>The reply token.</summary>
    public ulong Token;

    /// <summary>The words.</summary>
    public WordTable Words;

    /// <summary>64 bytes.</summary>
    [InlineArray((int)MessageInfo.MaximumWords)]
    public struct WordTable
    {
        private ulong _first;
    }
}
