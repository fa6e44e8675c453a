// The operator at this process's standard input and output.

using System;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RustKernel.Hil.Strategies;

namespace RustKernel.Hil.Cli;

/// <summary>A person at the terminal, or a script at the other end of a pipe.</summary>
internal sealed class ConsoleOperator : IOperator
{
    // The prompt ends with "erase to the end of the line". The prompt is held back until something follows it, so that it is not the last
    // thing shown.
    private static readonly byte[] s_erase = "\e[K"u8.ToArray();

    // Not Console.OpenStandardInput: on a terminal it edits whole lines and echoes them itself.
    private readonly FileStream _input = new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly KeyFilter _keys = new();

    // Frames of another rk on the same line are not shown.
    private readonly FrameFilter _text = new();
    private readonly LivePlaces _places = new();
    private bool _hasLeft;
    private bool _owesErase;
    private bool _isInLine;

    /// <summary>The terminal in raw mode, when the operator is a person at one.</summary>
    public RawTerminal? Terminal { get; set; }

    /// <inheritdoc/>
    public bool IsPerson { get; } = !Console.IsInputRedirected;

    /// <inheritdoc/>
    public Action? Break
    {
        get => _keys.Break;
        set => _keys.Break = value;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        while (!_hasLeft)
        {
            int count = _input.Read(buffer);
            if (count == 0 || !IsPerson)
            {
                return count;
            }

            int kept = _keys.Filter(buffer[..count], out _hasLeft);
            if (kept > 0)
            {
                return kept;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Show(ReadOnlySpan<byte> bytes)
    {
        Terminal?.Keep();
        byte[] text = _text.Take(bytes);
        if (text.Length == 0)
        {
            return;
        }

        if (_owesErase)
        {
            text = [.. s_erase, .. text];
        }

        _owesErase = text.AsSpan().EndsWith(s_erase);
        text = _owesErase ? text[..^s_erase.Length] : text;
        _isInLine = text.Length == 0 ? _isInLine : text[^1] != '\n';
        Write(text);
    }

    /// <summary>Ends the line that the machine was writing: what rk says next begins at a line's start.</summary>
    public void EndLine()
    {
        if (_isInLine)
        {
            _output.Write("\n"u8);
            _output.Flush();
        }
    }

    private void Write(byte[] text)
    {
        int shown = 0;
        for (int i = 0; i < text.Length; i++)
        {
            // The place where a program failed is shown below its line.
            if (_places.Take(text[i]) is { Length: > 0 } place)
            {
                _output.Write(text.AsSpan(shown, i + 1 - shown));
                _output.Write(Encoding.UTF8.GetBytes(place));
                shown = i + 1;
            }
        }

        _output.Write(text.AsSpan(shown));
        _output.Flush();
    }
}
