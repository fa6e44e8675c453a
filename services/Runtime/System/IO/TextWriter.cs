// Writes text sequentially.

using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public abstract class TextWriter : IDisposable, IAsyncDisposable
{
    public static readonly TextWriter Null = new NullWriter();
    protected char[] CoreNewLine = ['\n'];
    private readonly IFormatProvider? _provider;

    protected TextWriter()
    {
    }

    protected TextWriter(IFormatProvider? formatProvider) => _provider = formatProvider;

    public abstract Encoding Encoding { get; }

    public virtual IFormatProvider FormatProvider => _provider ?? Globalization.CultureInfo.InvariantCulture;

    public virtual string NewLine
    {
        get => new(CoreNewLine);
        set => CoreNewLine = (value ?? "\n").ToCharArray();
    }

    public virtual void Close()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public void Dispose() => Close();

    public virtual ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    public virtual void Flush()
    {
    }

    public virtual Task FlushAsync()
    {
        Flush();
        return Task.CompletedTask;
    }

    public virtual void Write(char value)
    {
    }

    public virtual void Write(char[]? buffer)
    {
        if (buffer is not null)
        {
            Write(buffer, 0, buffer.Length);
        }
    }

    public virtual void Write(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (buffer.Length - index < count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }

        Write(buffer.AsSpan(index, count));
    }

    public virtual void Write(ReadOnlySpan<char> buffer)
    {
        foreach (char c in buffer)
        {
            Write(c);
        }
    }

    public virtual void Write(string? value)
    {
        if (value is not null)
        {
            Write(value.AsSpan());
        }
    }

    public virtual void Write(StringBuilder? value) => Write(value?.ToString());

    public virtual void Write(bool value) => Write(value ? "True" : "False");

    public virtual void Write(int value) => Write(value.ToString(FormatProvider));

    public virtual void Write(uint value) => Write(value.ToString(FormatProvider));

    public virtual void Write(long value) => Write(value.ToString(FormatProvider));

    public virtual void Write(ulong value) => Write(value.ToString(FormatProvider));

    public virtual void Write(float value) => Write(value.ToString(FormatProvider));

    public virtual void Write(double value) => Write(value.ToString(FormatProvider));

    public virtual void Write(object? value) => Write(value is IFormattable f ? f.ToString(null, FormatProvider) : value?.ToString());

    public virtual void Write(string format, object? arg0) => Write(string.Format(FormatProvider, format, arg0));

    public virtual void Write(string format, object? arg0, object? arg1) => Write(string.Format(FormatProvider, format, arg0, arg1));

    public virtual void Write(string format, object? arg0, object? arg1, object? arg2) =>
        Write(string.Format(FormatProvider, format, arg0, arg1, arg2));

    public virtual void Write(string format, params object?[] arg) => Write(string.Format(FormatProvider, format, arg));

    public virtual void WriteLine() => Write(CoreNewLine);

    public virtual void WriteLine(char value)
    {
        Write(value);
        Write(CoreNewLine);
    }

    public virtual void WriteLine(char[]? buffer)
    {
        Write(buffer);
        Write(CoreNewLine);
    }

    public virtual void WriteLine(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        Write(CoreNewLine);
    }

    public virtual void WriteLine(ReadOnlySpan<char> buffer)
    {
        Write(buffer);
        Write(CoreNewLine);
    }

    public virtual void WriteLine(string? value)
    {
        Write(value);
        Write(CoreNewLine);
    }

    public virtual void WriteLine(StringBuilder? value) => WriteLine(value?.ToString());

    public virtual void WriteLine(bool value) => WriteLine(value ? "True" : "False");

    public virtual void WriteLine(int value) => WriteLine(value.ToString(FormatProvider));

    public virtual void WriteLine(uint value) => WriteLine(value.ToString(FormatProvider));

    public virtual void WriteLine(long value) => WriteLine(value.ToString(FormatProvider));

    public virtual void WriteLine(ulong value) => WriteLine(value.ToString(FormatProvider));

    public virtual void WriteLine(float value) => WriteLine(value.ToString(FormatProvider));

    public virtual void WriteLine(double value) => WriteLine(value.ToString(FormatProvider));

    public virtual void WriteLine(object? value)
    {
        Write(value);
        Write(CoreNewLine);
    }

    public virtual void WriteLine(string format, object? arg0) => WriteLine(string.Format(FormatProvider, format, arg0));

    public virtual void WriteLine(string format, object? arg0, object? arg1) =>
        WriteLine(string.Format(FormatProvider, format, arg0, arg1));

    public virtual void WriteLine(string format, object? arg0, object? arg1, object? arg2) =>
        WriteLine(string.Format(FormatProvider, format, arg0, arg1, arg2));

    public virtual void WriteLine(string format, params object?[] arg) => WriteLine(string.Format(FormatProvider, format, arg));

    public virtual Task FlushAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : FlushAsync();

    public virtual Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public virtual Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public virtual Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public Task WriteAsync(char[]? buffer) => buffer is null ? Task.CompletedTask : WriteAsync(buffer, 0, buffer.Length);

    public virtual Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public virtual Task WriteLineAsync()
    {
        WriteLine();
        return Task.CompletedTask;
    }

    public virtual Task WriteLineAsync(char value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public virtual Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public virtual Task WriteLineAsync(char[] buffer, int index, int count)
    {
        WriteLine(buffer, index, count);
        return Task.CompletedTask;
    }

    public Task WriteLineAsync(char[]? buffer) => buffer is null ? WriteLineAsync() : WriteLineAsync(buffer, 0, buffer.Length);

    public virtual Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        WriteLine(buffer.Span);
        return Task.CompletedTask;
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class NullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.Unicode;
    }
}
