// One mistake in a table of registers.

namespace RustKernel.Build.Analyzers.Registers;

/// <summary>What is wrong in a line of a table.</summary>
public sealed class RegisterMistake
{
    /// <summary>The mistake <paramref name="text"/> in line <paramref name="line"/>.</summary>
    public RegisterMistake(int line, string text)
    {
        Line = line;
        Text = text;
    }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>What is wrong and what was expected.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Text}";
}
