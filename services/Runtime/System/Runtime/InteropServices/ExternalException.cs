// An error from outside of C#, with its number.

namespace System.Runtime.InteropServices;

public class ExternalException : SystemException
{
    private const int Failed = unchecked((int)0x80004005);

    public ExternalException()
        : this("External component has thrown an exception.")
    {
    }

    public ExternalException(string? message)
        : base(message) => HResult = Failed;

    public ExternalException(string? message, Exception? inner)
        : base(message, inner) => HResult = Failed;

    public ExternalException(string? message, int errorCode)
        : base(message) => HResult = errorCode;

    public virtual int ErrorCode => HResult;

    public override string ToString() => WithNumber("0x" + ((uint)HResult).ToString("X8"));

    private protected string WithNumber(string number)
    {
        string text = GetType().FullName + " (" + number + ")" + (Message.Length == 0 ? "" : ": " + Message);
        text += InnerException is null ? "" : "\n ---> " + InnerException.ToString();
        return StackTrace is string trace ? text + "\n" + trace : text;
    }
}
