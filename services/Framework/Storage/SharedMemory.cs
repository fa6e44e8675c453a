using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>
/// Mapped memory from MemoryManager: other services can share it, and its owner's successor finds it again. Errors as <see cref="IMemory"/>
/// says, and those of <see cref="SystemCall.MemoryMap"/>.
/// </summary>
public static class SharedMemory
{
    private const int Attempts = 4;
    private const ulong TimeoutMilliseconds = 20_000;

    /// <summary>MemoryManager, for its other operations.</summary>
    public static MemoryClient Manager { get; } = new(InitClient.PortOf("memory")) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };

    /// <summary>
    /// The caller's own memory <paramref name="name"/>: its predecessor's, or, the first time, <paramref name="bytes"/> of zeros.
    /// </summary>
    public static ErrorCode OpenOrCreate(string name, ulong bytes, out MappedMemory? memory)
    {
        Handle<Memory> handle = default;
        ErrorCode error = ErrorCode.ServerEnded;

        // If the manager ended during the request, it may have made the memory.
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = Manager.Create(name, bytes, out handle);
        }

        return error == ErrorCode.AlreadyExists
            ? Open("", name, isWritable: true, out memory)
            : Map(error, handle, isWritable: true, out memory);
    }

    /// <summary>
    /// Memory <paramref name="name"/> of service <paramref name="owner"/> (empty: the caller's own), if that service permits it.
    /// </summary>
    public static ErrorCode Open(string owner, string name, bool isWritable, out MappedMemory? memory)
    {
        ErrorCode error = Manager.Open(owner, name, isWritable, out Handle<Memory> handle);
        return Map(error, handle, isWritable, out memory);
    }

    private static ErrorCode Map(ErrorCode error, Handle<Memory> handle, bool isWritable, out MappedMemory? memory)
    {
        memory = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(handle, isWritable, out memory);
            if (error != ErrorCode.None)
            {
                handle.Close();
            }
        }

        return error;
    }
}
