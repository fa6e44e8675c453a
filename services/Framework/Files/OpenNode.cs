// An open file of a client.

using RustKernel.Services.FileSystems;

namespace RustKernel.Services.Files;

/// <summary>Which node, and how it was opened.</summary>
internal sealed class OpenNode(ulong number, ClientSession session, ulong node, FileOpening opening)
{
    private FileOpening _opening = opening;

    /// <summary>Its number.</summary>
    internal ulong Number => number;

    /// <summary>Whose it is.</summary>
    internal ClientSession Session => session;

    /// <summary>The node.</summary>
    internal ulong Node => node;

    /// <summary>It may be used so.</summary>
    internal bool IsFor(FileOpening use) => (_opening & use) == use;

    /// <summary>Whether <paramref name="other"/>, of the same node, is possible beside it.</summary>
    internal bool Allows(FileOpening other) => ((_opening | other) & FileOpening.Alone) == 0;

    /// <summary>No one else may have it open, or others may.</summary>
    internal void SetAlone(bool isAlone) => _opening = isAlone ? _opening | FileOpening.Alone : _opening & ~FileOpening.Alone;
}
