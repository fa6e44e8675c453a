using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>The registers of a message call: x0 to x5 of a thread that sends or receives; the words are in x10 to x17. ABI.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct MessageRegisters
{
    /// <summary>x0 of a call: the port. On return it is the error (<see cref="UserContext.SetError"/>).</summary>
    [FieldOffset(0)]
    public AnyHandle Port;

    /// <summary>x1 of a call that may wait.</summary>
    [FieldOffset(8)]
    public Deadline Deadline;

    /// <summary>x1 of Notify: the bits.</summary>
    [FieldOffset(8)]
    public ulong Bits;

    /// <summary>x1 of a received message.</summary>
    [FieldOffset(8)]
    public Badge Badge;

    /// <summary>x2: label, numbers of words and handles, kind.</summary>
    [FieldOffset(16)]
    public MessageInfo Info;

    /// <summary>x3: handles 0 and 1, in the low and high half.</summary>
    [FieldOffset(24)]
    public ulong FirstHandles;

    /// <summary>x4: handles 2 and 3.</summary>
    [FieldOffset(32)]
    public ulong SecondHandles;

    /// <summary>x5: names the call to answer, or the one that arrived.</summary>
    [FieldOffset(40)]
    public ReplyToken Token;
}
