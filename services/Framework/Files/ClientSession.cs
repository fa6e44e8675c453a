using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Files;

/// <summary>A client of a file system: its buffer, and the port that ends with it.</summary>
internal sealed class ClientSession(ulong number, Badge client, Handle<Port> life, MappedMemory buffer)
{
    /// <summary>Its number.</summary>
    internal ulong Number => number;

    /// <summary>Badge of the client.</summary>
    internal Badge Client => client;

    /// <summary>The memory that both sides see.</summary>
    internal MappedMemory Buffer => buffer;

    /// <summary>Its open files.</summary>
    internal List<OpenNode> Files { get; } = new();

    /// <summary>The client's process still runs and has not given up the port.</summary>
    internal bool IsAlive => Kernel.HandleInfo(life, out HandleInfoResults info) == ErrorCode.None && info.Receivers != 0;

    /// <summary>Gives back the buffer and the port.</summary>
    internal void End()
    {
        buffer.Dispose();
        buffer.Handle.Close();
        life.Close();
    }
}
