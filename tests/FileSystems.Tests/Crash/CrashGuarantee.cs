// The promises of two kinds of file systems about a power cut.

namespace RustKernel.FileSystems.Tests.Crash;

internal enum CrashGuarantee
{
    /// <summary>The tree is exactly as after one of the operations since the last sync: names, sizes, every byte.</summary>
    WholeTree,

    /// <summary>
    /// Names are as after one of the operations since the last sync. A file's size is one of its sizes since its last sync, and
    /// each byte is one that it had at that place since then, or 0.
    /// </summary>
    NamesThenContents,
}
