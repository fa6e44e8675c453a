using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>Maps memory of a client so that the client cannot make this process fault.</summary>
internal static class ClientMemory
{
    private const ulong MostBytes = 4 << 20;
    private const ulong Step = 2 << 20;

    /// <summary>
    /// Makes its missing pages on the client's quota, then maps it: from then on no page can disappear. MemoryCommit refuses an object with
    /// a pager, of a device, or backed by another object. InvalidArgument, OutOfMemory, AccessDenied, NotFound.
    /// </summary>
    internal static ErrorCode Open(Handle<Memory> memory, out MappedMemory? mapped)
    {
        mapped = null;
        ErrorCode error = Kernel.MemoryInfo(memory, out MemoryInfoResults info);
        if (error == ErrorCode.None && info.SizeBytes > MostBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        for (ulong at = 0; error == ErrorCode.None && at < info.SizeBytes; at += Step)
        {
            ulong left = info.SizeBytes - at;
            error = Kernel.MemoryCommit(memory, at, left < Step ? left : Step);
        }

        return error == ErrorCode.None ? MappedMemory.Open(memory, isWritable: true, out mapped) : error;
    }
}
