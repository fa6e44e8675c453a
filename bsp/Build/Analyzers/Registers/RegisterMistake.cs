namespace RustKernel.Build.Analyzers.Registers;

/// <summary>One mistake in a line of a register table.</summary>
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

    /// <summary>The mistake and what was expected.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Text}";
}
