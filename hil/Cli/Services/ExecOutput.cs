// What a program wrote, out of what the shell shows of it.

using System;
using System.IO;
using System.Text;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// Takes the shell's text and passes the program's on: line ends are the program's again, and the shell's own line about the end and its
/// prompt are left out. Lines are passed on when they are whole.
/// </summary>
internal sealed class ExecOutput(Stream output, string name) : Stream
{
    private readonly MemoryStream _line = new();
    private readonly byte[] _end = Encoding.UTF8.GetBytes(name + ": ");
    private bool _hasBegun;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        foreach (byte value in buffer)
        {
            // The shell writes \r\n for the program's \n.
            if (value == '\n' && _line.Length > 0 && _line.GetBuffer()[_line.Length - 1] == '\r')
            {
                _line.SetLength(_line.Length - 1);
            }

            _line.WriteByte(value);
            if (value == '\n')
            {
                PassLine();
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // The first line is what the shell ends its own "receive" with. A last line of the program's that has no end is followed by the
    // shell's on the same line.
    private void PassLine()
    {
        ReadOnlySpan<byte> line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        if (!_hasBegun && line.Length == 1)
        {
            _hasBegun = true;
        }
        else
        {
            _hasBegun = true;
            int end = line.LastIndexOf(_end);
            output.Write(end >= 0 && IsEnd(line[(end + _end.Length)..]) ? line[..end] : line);
        }

        _line.SetLength(0);
    }

    private static bool IsEnd(ReadOnlySpan<byte> words)
        => words.StartsWith("exit code "u8) || words.SequenceEqual("failed\n"u8) || words.SequenceEqual("ended\n"u8);
}
