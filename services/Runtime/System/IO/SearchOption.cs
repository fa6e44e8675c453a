// How deep a search goes.

namespace System.IO;

public enum SearchOption
{
    TopDirectoryOnly,
    AllDirectories,
}
