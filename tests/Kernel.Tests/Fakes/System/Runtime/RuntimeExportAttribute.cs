// .NET has no such attribute to see; on the host it means nothing.

namespace System.Runtime;

internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    internal string EntryPoint { get; } = entryPoint;
}
