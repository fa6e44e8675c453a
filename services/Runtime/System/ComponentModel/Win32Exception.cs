// A system error by its number, with Linux's numbers and texts, like .NET on Linux.

using System.Runtime.InteropServices;

namespace System.ComponentModel;

public class Win32Exception : ExternalException
{
    public Win32Exception()
        : this(0)
    {
    }

    public Win32Exception(int error)
        : this(error, SystemErrors.TextOf(error))
    {
    }

    public Win32Exception(int error, string? message)
        : base(message) => NativeErrorCode = error;

    public Win32Exception(string? message)
        : this(0, message)
    {
    }

    public Win32Exception(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public int NativeErrorCode { get; }

    public override string ToString() => NativeErrorCode == 0
        ? base.ToString()
        : WithNumber(NativeErrorCode < 0 ? "0x" + ((uint)NativeErrorCode).ToString("X8") : NativeErrorCode.ToString());
}
