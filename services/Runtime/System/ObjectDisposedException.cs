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

    public ObjectDisposedException(string? message, Exception? innerException)
        : base(message, innerException) => ObjectName = "";

    public string ObjectName { get; }

    public override string Message => ObjectName.Length == 0 ? base.Message : base.Message + "\nObject name: '" + ObjectName + "'.";

    public static void ThrowIf(bool condition, object instance)
    {
        if (condition)
        {
            throw new ObjectDisposedException(instance.GetType().FullName);
        }
    }

    public static void ThrowIf(bool condition, Type type)
    {
        if (condition)
        {
            throw new ObjectDisposedException(type.FullName);
        }
    }
}
