using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>A program that was sent to this machine: a package in memory, and its parts.</summary>
internal sealed class StoredProgram(string name, MappedMemory memory, int programBytes, string manifest)
{
    /// <summary>Its name at the prompt.</summary>
    internal string Name => name;

    /// <summary>Bytes of the program itself.</summary>
    internal int ProgramBytes => programBytes;

    /// <summary>Bytes of its memory, until it is dropped.</summary>
    internal int MemoryBytes => memory.Bytes.Length;

    /// <summary>Its manifest.</summary>
    internal string Manifest => manifest;

    /// <summary>Another handle to the memory, to read and to pass on.</summary>
    internal ErrorCode Copy(out Handle<Memory> copy) =>
        Kernel.HandleDuplicate(memory.Handle, Rights.Read | Rights.Execute | Rights.Duplicate | Rights.Transfer, out copy);

    /// <summary>Drops it; programs started from it keep running.</summary>
    internal void Drop()
    {
        memory.Dispose();
        memory.Handle.Close();
    }
}
