using RustKernel.Services.FileSystems;

namespace RustKernel.Services.Files;

/// <summary>An open file of a client: which node, and how it was opened.</summary>
internal sealed class OpenNode(ulong number, ClientSession session, ulong node, FileOpening opening)
{
    private FileOpening _opening = opening;

    /// <summary>The file's number.</summary>
    internal ulong Number => number;

    /// <summary>The session that has it open.</summary>
    internal ClientSession Session => session;

    /// <summary>The node.</summary>
    internal ulong Node => node;

    /// <summary>It was opened for <paramref name="use"/>.</summary>
    internal bool IsFor(FileOpening use) => (_opening & use) == use;

    /// <summary>Whether <paramref name="other"/>, for the same node, is possible at the same time.</summary>
    internal bool Allows(FileOpening other) => ((_opening | other) & FileOpening.Alone) == 0;

    /// <summary>Excludes other openings of the node, or admits them.</summary>
    internal void SetAlone(bool isAlone) => _opening = isAlone ? _opening | FileOpening.Alone : _opening & ~FileOpening.Alone;
}
