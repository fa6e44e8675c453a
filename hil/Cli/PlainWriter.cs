// Everything that rk prints, without what a terminal would obey.

using System;
using System.IO;
using System.Text;
using RustKernel.Hil.Reports;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Filters standard output and standard error. Verdicts, evidence, and names of files and clients come from machines, networks and logs,
/// and may hold escape sequences. Code that draws on a terminal on purpose uses <see cref="Terminal"/>.
/// </summary>
internal sealed class PlainWriter : TextWriter
{
    private readonly TextWriter _inner;

    /// <summary>A writer that passes plain text on to <paramref name="inner"/>.</summary>
    public PlainWriter(TextWriter inner)
    {
        _inner = inner;
        CoreNewLine = inner.NewLine.ToCharArray();
    }

    /// <summary>Standard output as it is.</summary>
    public static TextWriter Terminal { get; private set; } = Console.Out;

    /// <summary>
    /// Standard output is the terminal itself until the result is disposed of. The code that draws makes each piece of foreign text plain
    /// itself.
    /// </summary>
    public static IDisposable Draw() => new Drawing();

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <summary>From now on <see cref="Console.Out"/> and <see cref="Console.Error"/> are plain.</summary>
    public static void Install()
    {
        Terminal = Console.Out;
        Console.SetOut(new PlainWriter(Console.Out));
        Console.SetError(new PlainWriter(Console.Error));
    }

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (PlainText.IsForbidden(value))
        {
            _inner.Write(PlainText.Of(value.ToString()));
        }
        else
        {
            _inner.Write(value);
        }
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => _inner.Write(value is null ? null : PlainText.Of(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => _inner.WriteLine(value is null ? null : PlainText.Of(value));

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();

    private sealed class Drawing : IDisposable
    {
        private readonly TextWriter _before = Console.Out;

        public Drawing() => Console.SetOut(Terminal);

        public void Dispose() => Console.SetOut(_before);
    }
}
