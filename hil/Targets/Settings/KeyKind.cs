// What a driver's key holds.

namespace RustKernel.Hil.Targets.Settings;

/// <summary>The kinds of values in a driver's section.</summary>
public enum KeyKind
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>A list of texts; for commands: program and arguments, no shell in between.</summary>
    Texts,

    /// <summary>A whole number within limits.</summary>
    Integer,

    /// <summary>Seconds, also fractions.</summary>
    Seconds,

    /// <summary>true or false.</summary>
    Boolean,
}
