// Reads text sequentially.

using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public abstract class TextReader : IDisposable
{
    public static readonly TextReader Null = new StringReader("");

    public virtual void Close()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public void Dispose() => Close();

    public virtual int Peek() => -1;

    public virtual int Read() => -1;

    public virtual int Read(char[] buffer, int index, int count)
    {
        CheckPart(buffer, index, count);
        return Read(buffer.AsSpan(index, count));
    }

    public virtual int Read(Span<char> buffer)
    {
        int count = 0;
        for (int next; count < buffer.Length && (next = Read()) >= 0; count++)
        {
            buffer[count] = (char)next;
        }

        return count;
    }

    public virtual int ReadBlock(char[] buffer, int index, int count)
    {
        int total = 0;
        int more;
        do
        {
            more = Read(buffer, index + total, count - total);
            total += more;
        }
        while (more > 0 && total < count);
        return total;
    }

    public virtual string ReadToEnd()
    {
        StringBuilder text = new();
        for (int next; (next = Read()) >= 0;)
        {
            text.Append((char)next);
        }

        return text.ToString();
    }

    public virtual string? ReadLine()
    {
        StringBuilder line = new();
        while (true)
        {
            int next = Read();
            if (next < 0)
            {
                return line.Length > 0 ? line.ToString() : null;
            }

            if (next is '\r' or '\n')
            {
                if (next == '\r' && Peek() == '\n')
                {
                    _ = Read();
                }

                return line.ToString();
            }

            line.Append((char)next);
        }
    }

    public virtual Task<string?> ReadLineAsync() => Task.FromResult(ReadLine());

    public virtual ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<string?>(cancellationToken)
        : new(ReadLineAsync());

    public virtual Task<string> ReadToEndAsync() => Task.FromResult(ReadToEnd());

    public virtual Task<string> ReadToEndAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<string>(cancellationToken)
        : ReadToEndAsync();

    public virtual Task<int> ReadAsync(char[] buffer, int index, int count) => Task.FromResult(Read(buffer, index, count));

    public virtual ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public virtual async Task<int> ReadBlockAsync(char[] buffer, int index, int count)
    {
        CheckPart(buffer, index, count);
        return await ReadBlockAsync(buffer.AsMemory(index, count));
    }

    public virtual async ValueTask<int> ReadBlockAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        int total = 0;
        int more;
        do
        {
            more = await ReadAsync(buffer[total..], cancellationToken);
            total += more;
        }
        while (more > 0 && total < buffer.Length);
        return total;
    }

    private protected static void CheckPart(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (buffer.Length - index < count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
