// The operator at this process's standard input and output.

using System;
using System.IO;
using RustKernel.Hil.Strategies;

namespace RustKernel.Hil.Cli;

/// <summary>A person at the terminal, or a script at the other end of a pipe.</summary>
internal sealed class ConsoleOperator : IOperator
{
    private readonly Stream _input = Console.OpenStandardInput();
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly KeyFilter _keys = new();
    private bool _hasLeft;

    /// <inheritdoc/>
    public bool IsPerson { get; } = !Console.IsInputRedirected;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        while (!_hasLeft)
        {
            int count = _input.Read(buffer);
            if (count == 0 || !IsPerson)
                return count;
            int kept = _keys.Filter(buffer[..count], out _hasLeft);
            if (kept > 0)
                return kept;
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Show(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _output.Flush();
    }
}
