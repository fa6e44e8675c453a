namespace RustKernel.Services;

/// <summary>
/// A request's label: protocol in bits 31:16, <see cref="IsLong"/>, <see cref="HasObject"/>, <see cref="HasReplyPort"/>, operation in 10:0.
/// A reply's: <see cref="IsLongReply"/>, the error in 15:0. With <see cref="HasObject"/> the last handle is a memory object for arguments
/// or results that do not fit into the words; word 0 is then the length of its contents.
/// </summary>
internal static class ServiceLabel
{
    /// <summary>The arguments are in the memory object.</summary>
    internal const uint IsLong = 1 << 15;

    /// <summary>A memory object comes with the request.</summary>
    internal const uint HasObject = 1 << 14;

    /// <summary>Only in sent messages: the last handle is the port for the reply, as the caller does other things until then.</summary>
    internal const uint HasReplyPort = 1 << 13;

    /// <summary>The results are in the memory object.</summary>
    internal const uint IsLongReply = 1u << 31;

    /// <summary>The operation's bits.</summary>
    internal const uint OperationMask = 0x7FF;

    /// <summary>Bits that must be 0 once the reply port has been removed.</summary>
    internal const uint Reserved = 0x3800;

    /// <summary>Handles that an operation can carry each way; the fourth is for the memory object.</summary>
    internal const int MaximumHandles = 3;
}
