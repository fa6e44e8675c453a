// Text from a stream, whose bytes are awaited.

using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public partial class StreamReader
{
    public override Task<string?> ReadLineAsync() => ReadLineAsync(CancellationToken.None).AsTask();

    public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        Check();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<string?>(cancellationToken)
            : new(LineAsync(cancellationToken));
    }

    public override Task<string> ReadToEndAsync() => ReadToEndAsync(CancellationToken.None);

    public override Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        Check();
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<string>(cancellationToken) : RestAsync(cancellationToken);
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        CheckPart(buffer, index, count);
        return ReadAsync(buffer.AsMemory(index, count)).AsTask();
    }

    public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        Check();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : new(PartAsync(buffer, cancellationToken));
    }

    private async Task<string?> LineAsync(CancellationToken token)
    {
        StringBuilder? line = null;
        while (_at < _end || await FillAsync(token))
        {
            char end = TakeLine(line ??= new());
            if (end == '\r' && (_at < _end || await FillAsync(token)) && _chars[_at] == '\n')
            {
                _at++;
            }

            if (end != '\0')
            {
                break;
            }
        }

        return line?.ToString();
    }

    private async Task<string> RestAsync(CancellationToken token)
    {
        StringBuilder text = new();
        while (_at < _end || await FillAsync(token))
        {
            text.Append(_chars, _at, _end - _at);
            _at = _end;
        }

        return text.ToString();
    }

    private async Task<int> PartAsync(Memory<char> buffer, CancellationToken token)
    {
        if (buffer.Length == 0 || (_at == _end && !await FillAsync(token)))
        {
            return 0;
        }

        int count = Math.Min(_end - _at, buffer.Length);
        _chars.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    // Takes the available part of a line, and the character that ends it, or none.
    private char TakeLine(StringBuilder line)
    {
        int length = _chars.AsSpan(_at, _end - _at).IndexOfAny('\r', '\n');
        char end = length < 0 ? '\0' : _chars[_at + length];
        line.Append(_chars, _at, length < 0 ? _end - _at : length);
        _at += length < 0 ? _end - _at : length + 1;
        return end;
    }

    private async ValueTask<bool> FillAsync(CancellationToken token)
    {
        Check();
        (_at, _end) = (0, 0);
        _isBusy = true;
        try
        {
            while (_end == 0 && !_isAtEnd)
            {
                int count = 0;
                int more;
                do
                {
                    more = await _stream.ReadAsync(_bytes.AsMemory(count), token);
                    count += more;
                }
                while (more > 0 && IsMarkBegun(count));
                Decode(count);
            }
        }
        finally
        {
            _isBusy = false;
        }

        return _end > 0;
    }
}
