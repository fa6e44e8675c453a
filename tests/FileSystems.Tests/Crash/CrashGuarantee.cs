// What two kinds of file systems promise about a power cut.

namespace RustKernel.FileSystems.Tests.Crash;

internal enum CrashGuarantee
{
    /// <summary>The tree is exactly what it was after one of the operations since the last sync: names, sizes, every byte.</summary>
    WholeTree,

    /// <summary>
    /// Names are what they were after one of the operations since the last sync. A file's size is one of those it had since it was
    /// last synced, and each of its bytes one that it had at that place since then, or 0.
    /// </summary>
    NamesThenContents,
}
