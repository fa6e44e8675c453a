// Hints about a file. DeleteOnClose and WriteThrough are more than hints.

namespace System.IO;

[Flags]
public enum FileOptions
{
    None = 0,
    Encrypted = 0x00004000,
    DeleteOnClose = 0x04000000,
    SequentialScan = 0x08000000,
    RandomAccess = 0x10000000,
    Asynchronous = 0x40000000,
    WriteThrough = unchecked((int)0x80000000),
}
