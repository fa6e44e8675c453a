// The base of every exception: message, cause, and the addresses that it passed.

using System.Runtime.CompilerServices;
using System.Text;

namespace System;

public class Exception
{
    private const int TraceLength = 24;
    private readonly string? _message;
    private readonly Exception? _innerException;
    private Collections.PairList? _data;
    private string? _source;
    private TraceTable _trace;
    private int _traceCount;

    public Exception()
    {
    }

    public Exception(string? message) => _message = message;

    public Exception(string? message, Exception? innerException)
    {
        _message = message;
        _innerException = innerException;
    }

    /// <summary>Data from the thrower, by key; made on first use.</summary>
    public Collections.IDictionary Data => _data ??= new Collections.PairList();

    public virtual string Message => _message ?? DefaultMessage;

    public Exception? InnerException => _innerException;

    public int HResult { get; set; } = unchecked((int)0x80131500);

    // For a thrown exception, .NET returns the assembly that threw it.
    public virtual string? Source
    {
        get => _source ?? (_traceCount == 0 ? null : RustKernel.Runtime.BuildIdentity.ProgramName);
        set => _source = value;
    }

    public virtual string? HelpLink { get; set; }

    /// <summary>Lines "   at 0xADDRESS"; the symbolizer turns them into names. Null before it was thrown.</summary>
    public virtual string? StackTrace
    {
        get
        {
            if (_traceCount == 0)
            {
                return null;
            }

            StringBuilder text = new();
            foreach (ulong pc in Trace)
            {
                text.Append(text.Length == 0 ? "   at 0x" : "\n   at 0x").Append(Number.Radix(pc, 'x', 16));
            }

            return text.ToString();
        }
    }

    public virtual Exception GetBaseException() => _innerException is null ? this : _innerException.GetBaseException();

    public override string ToString()
    {
        string message = Message;
        string text = string.IsNullOrEmpty(message) ? RuntimeName : RuntimeName + ": " + message;
        if (_innerException is not null)
        {
            text = text + "\n ---> " + _innerException.ToString() + "\n   --- End of inner exception stack trace ---";
        }

        string? trace = StackTrace;
        return trace is null ? text : text + "\n" + trace;
    }

    /// <summary>The class's name, from the linker's table.</summary>
    // SAFETY: an object's type is the address of its MethodTable, data of the image.
    internal unsafe string RuntimeName => RustKernel.Runtime.TypeNames.Of(m_pEEType) ?? "System.Exception";

    private protected virtual string DefaultMessage => "Exception of type '" + RuntimeName + "' was thrown.";

    internal ReadOnlySpan<ulong> Trace => ((ReadOnlySpan<ulong>)_trace).Slice(0, _traceCount);

    internal void ForgetTrace() => _traceCount = 0;

    internal void AddToTrace(ulong pc)
    {
        if (_traceCount < TraceLength)
        {
            _trace[_traceCount++] = pc;
        }
    }

    [InlineArray(TraceLength)]
    private struct TraceTable
    {
        private ulong _first;
    }
}
