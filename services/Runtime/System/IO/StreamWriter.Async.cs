// Text into a stream, whose writes are awaited.

using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public partial class StreamWriter
{
    public override Task FlushAsync() => FlushAsync(CancellationToken.None);

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : FlushAsync(true, true, cancellationToken);

    public override Task WriteAsync(char value) => PutAsync(new char[] { value }, false, CancellationToken.None);

    public override Task WriteAsync(string? value) =>
        value is null ? Task.CompletedTask : PutAsync(value.AsMemory(), false, CancellationToken.None);

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return PutAsync(buffer.AsMemory(index, count), false, CancellationToken.None);
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : PutAsync(buffer, false, cancellationToken);

    public override Task WriteLineAsync() => PutAsync(default, true, CancellationToken.None);

    public override Task WriteLineAsync(char value) => PutAsync(new char[] { value }, true, CancellationToken.None);

    public override Task WriteLineAsync(string? value) => PutAsync(value.AsMemory(), true, CancellationToken.None);

    public override Task WriteLineAsync(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return PutAsync(buffer.AsMemory(index, count), true, CancellationToken.None);
    }

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : PutAsync(buffer, true, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (!_isOpen)
        {
            return;
        }

        try
        {
            await FlushAsync(true, true, CancellationToken.None);
        }
        finally
        {
            _isOpen = false;
            if (!_leavesOpen)
            {
                await _stream.DisposeAsync();
            }
        }
    }

    private Task PutAsync(ReadOnlyMemory<char> text, bool endsLine, CancellationToken token)
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        ThrowIfBusy();
        return PutAllAsync(text, endsLine, token);
    }

    private async Task PutAllAsync(ReadOnlyMemory<char> text, bool endsLine, CancellationToken token)
    {
        for (ReadOnlyMemory<char> rest = Take(text); rest.Length > 0; rest = Take(rest))
        {
            await FlushAsync(false, false, token);
        }

        for (ReadOnlyMemory<char> rest = Take(endsLine ? CoreNewLine : default); rest.Length > 0; rest = Take(rest))
        {
            await FlushAsync(false, false, token);
        }

        if (_flushes)
        {
            await FlushAsync(true, false, token);
        }
    }

    // Returns the text for which there is no room.
    private ReadOnlyMemory<char> Take(ReadOnlyMemory<char> text)
    {
        int count = Math.Min(text.Length, _chars.Length - _count);
        text.Span[..count].CopyTo(_chars.AsSpan(_count));
        _count += count;
        return text[count..];
    }

    private async Task FlushAsync(bool flushesStream, bool flushesEncoder, CancellationToken token)
    {
        int bytes = Encode(flushesStream, flushesEncoder, out bool isFirst);
        _isBusy = true;
        try
        {
            if (isFirst)
            {
                await _stream.WriteAsync(_encoding.Preamble.ToArray().AsMemory(), token);
            }

            if (bytes > 0)
            {
                await _stream.WriteAsync(_bytes.AsMemory(0, bytes), token);
            }

            if (flushesStream)
            {
                await _stream.FlushAsync(token);
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
