// What our own runtime has of the process's start.

using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>The start block, which the personality keeps.</summary>
public static class Startup
{
    private static readonly StartBlock s_block = Kernel.ReadStart();

    /// <summary>What the starter gave.</summary>
    public static ref readonly StartBlock Block => ref s_block;
}
