// A client of a file system.

using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Files;

/// <summary>Its buffer, and the port that ends with it.</summary>
internal sealed class ClientSession(ulong number, Badge client, Handle<Port> life, MappedMemory buffer)
{
    /// <summary>Its number.</summary>
    internal ulong Number => number;

    /// <summary>Whose it is.</summary>
    internal Badge Client => client;

    /// <summary>What both sides see.</summary>
    internal MappedMemory Buffer => buffer;

    /// <summary>Its open files.</summary>
    internal List<OpenNode> Files { get; } = new();

    /// <summary>The client's process is there, and has not given the port up.</summary>
    internal bool IsAlive => Kernel.HandleInfo(life, out HandleInfoResults info) == ErrorCode.None && info.Receivers != 0;

    /// <summary>Gives buffer and port back.</summary>
    internal void End()
    {
        buffer.Dispose();
        buffer.Handle.Close();
        life.Close();
    }
}
