// A program that was sent to this machine.

using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>A package in memory, and what it says.</summary>
internal sealed class StoredProgram(string name, MappedMemory memory, int programBytes, string manifest)
{
    /// <summary>What it is called at the prompt.</summary>
    internal string Name => name;

    /// <summary>Bytes of the program itself.</summary>
    internal int ProgramBytes => programBytes;

    /// <summary>Its manifest.</summary>
    internal string Manifest => manifest;

    /// <summary>Another handle to the memory, to read and to pass on.</summary>
    internal ErrorCode Copy(out Handle copy)
    {
        ErrorCode error = Kernel.HandleDuplicate(new AnyHandle(memory.Handle), Rights.Read | Rights.Transfer, out AnyHandle made);
        copy = new Handle(made.Value);
        return error;
    }

    /// <summary>Forgets it; programs that were started from it go on.</summary>
    internal void Drop()
    {
        memory.Dispose();
        new Handle(memory.Handle).Close();
    }
}
