namespace RustKernel.Build.Analyzers.Registers;

/// <summary>One field of a register: some bits with a name.</summary>
public sealed class RegisterField
{
    /// <summary>A field.</summary>
    public RegisterField(string name, string text, int high, int low, bool isAll, bool isNumber, bool isReadOnly)
    {
        Name = name;
        Text = text;
        High = high;
        Low = low;
        IsAll = isAll;
        IsNumber = isNumber;
        IsReadOnly = isReadOnly;
    }

    /// <summary>Its name in the manual; "-" when all bits together have none.</summary>
    public string Name { get; }

    /// <summary>Its meaning: a sentence.</summary>
    public string Text { get; }

    /// <summary>Its highest bit.</summary>
    public int High { get; }

    /// <summary>Its lowest bit.</summary>
    public int Low { get; }

    /// <summary>True when it is the whole register as one value.</summary>
    public bool IsAll { get; }

    /// <summary>True when it is a number (HIGH:LOW), not a single flag.</summary>
    public bool IsNumber { get; }

    /// <summary>True when it can only be read, although its register can be written.</summary>
    public bool IsReadOnly { get; }
}
