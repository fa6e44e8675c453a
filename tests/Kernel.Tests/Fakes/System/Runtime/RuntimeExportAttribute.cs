// .NET has no such public attribute; on the host it means nothing.

namespace System.Runtime;

internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    internal string EntryPoint { get; } = entryPoint;
}
