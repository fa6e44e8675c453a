// Gives a static method a symbol that assembly can call by the AAPCS64.

namespace System.Runtime;

public sealed class RuntimeExportAttribute : Attribute
{
    public RuntimeExportAttribute(string entryPoint) => EntryPoint = entryPoint;

    public string EntryPoint { get; }
}
