// Binds an extern method to a symbol at link time: a plain bl, no transition.

namespace System.Runtime;

public sealed class RuntimeImportAttribute : Attribute
{
    public RuntimeImportAttribute(string dllName, string entryPoint)
    {
        DllName = dllName;
        EntryPoint = entryPoint;
    }

    public string DllName { get; }

    public string EntryPoint { get; }
}
