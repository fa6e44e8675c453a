// What a machine says while a program runs in it.

using System;
using System.IO;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// Passes text on in whole lines, without what moves a cursor and without empty lines: the shell and Console write both for a terminal.
/// </summary>
internal sealed class LogLines(Stream output) : Stream
{
    private const byte Escape = 0x1B;
    private readonly MemoryStream _line = new();
    private bool _isEscape;

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
            if (_isEscape)
            {
                _isEscape = !char.IsAsciiLetter((char)value);
            }
            else if (value == '\n')
            {
                PassLine();
            }
            else if (value == Escape)
            {
                _isEscape = true;
            }
            else if (value != '\r')
            {
                _line.WriteByte(value);
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

    private void PassLine()
    {
        if (_line.Length > 0)
        {
            _line.WriteByte((byte)'\n');
            output.Write(_line.GetBuffer().AsSpan(0, (int)_line.Length));
            _line.SetLength(0);
        }
    }
}
