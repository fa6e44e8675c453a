// A program that was sent to this machine.

using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>A package in memory, and what it says.</summary>
internal sealed class StoredProgram(string name, MappedMemory memory, int programBytes, string manifest)
{
    /// <summary>What it is called at the prompt.</summary>
    internal string Name => name;

    /// <summary>Bytes of the program itself.</summary>
    internal int ProgramBytes => programBytes;

    /// <summary>Bytes of its memory, as long as it is not dropped.</summary>
    internal int MemoryBytes => memory.Bytes.Length;

    /// <summary>Its manifest.</summary>
    internal string Manifest => manifest;

    /// <summary>Another handle to the memory, to read and to pass on.</summary>
    internal ErrorCode Copy(out Handle<Memory> copy) =>
        Kernel.HandleDuplicate(memory.Handle, Rights.Read | Rights.Execute | Rights.Duplicate | Rights.Transfer, out copy);

    /// <summary>Forgets it; programs that were started from it go on.</summary>
    internal void Drop()
    {
        memory.Dispose();
        memory.Handle.Close();
    }
}
