// What Init was started with: its successors in the same process get the same.

using RustKernel.Arm64;

namespace RustKernel.Boot;

/// <summary>Registers of Init's first thread.</summary>
internal readonly struct InitHandles
{
    private readonly ulong _abiVersion;
    private readonly ulong _process;
    private readonly ulong _archiveBytes;
    private readonly ulong _machine;

    /// <summary>Keeps those of <paramref name="context"/>.</summary>
    internal InitHandles(in UserContext context)
    {
        Argument = context.X0;
        _abiVersion = context.X1;
        _process = context.X2;
        Archive = context.X3;
        _archiveBytes = context.X4;
        _machine = context.X5;
        Tree = context.X6;
        Kept = context.X7;
    }

    /// <summary>The argument of the first start.</summary>
    internal ulong Argument { get; }

    /// <summary>Handle of the boot archive.</summary>
    internal ulong Archive { get; }

    /// <summary>Handle of the device tree.</summary>
    internal ulong Tree { get; }

    /// <summary>Handle of the kept memory.</summary>
    internal ulong Kept { get; }

    /// <summary>Into a new thread, all but the argument.</summary>
    internal void Give(ref UserContext context)
    {
        context.X1 = _abiVersion;
        context.X2 = _process;
        context.X3 = Archive;
        context.X4 = _archiveBytes;
        context.X5 = _machine;
        context.X6 = Tree;
        context.X7 = Kept;
    }
}
