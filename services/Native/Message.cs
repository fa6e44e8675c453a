// A message, as a program sees it.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.User;

/// <summary>Registers x1 to x5 and x10 to x17 of the message calls, in and out. Calls.S knows the layout.</summary>
[StructLayout(LayoutKind.Sequential, Size = 104)]
public struct Message
{
    /// <summary>In a received message: the badge of the handle or binding through which it came.</summary>
    public Badge Badge;

    /// <summary>Label, number of words, number of handles; in a received message, also its kind.</summary>
    public MessageInfo Info;

    /// <summary>The handles.</summary>
    public MessageHandles Handles;

    /// <summary>Identifies a received call, for its reply; none: no one waits for a reply.</summary>
    public ReplyToken Token;

    /// <summary>The words.</summary>
    public WordTable Words;

    /// <summary>64 bytes.</summary>
    [InlineArray((int)MessageInfo.MaximumWords)]
    public struct WordTable
    {
        private ulong _first;
    }
}
