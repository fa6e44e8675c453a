using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>The process's start block, which the personality keeps.</summary>
public static class Startup
{
    private static readonly StartBlock s_block = Kernel.ReadStart();

    /// <summary>What the starter gave.</summary>
    public static ref readonly StartBlock Block => ref s_block;
}
