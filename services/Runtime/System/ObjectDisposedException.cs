// As .NET's.

namespace System;

public class ObjectDisposedException : InvalidOperationException
{
    public ObjectDisposedException(string? objectName)
        : this(objectName, "Cannot access a disposed object.")
    {
    }

    public ObjectDisposedException(string? objectName, string? message)
        : base(message) => ObjectName = objectName ?? "";

    public string ObjectName { get; }

    public override string Message => ObjectName.Length == 0 ? base.Message : base.Message + "\nObject name: '" + ObjectName + "'.";
}
