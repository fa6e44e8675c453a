// An attribute that the compilers look for by name.

namespace System.Runtime.CompilerServices;

public sealed class IndexerNameAttribute : Attribute
{
    public IndexerNameAttribute(string indexerName) => Name = indexerName;

    internal string Name { get; }
}
