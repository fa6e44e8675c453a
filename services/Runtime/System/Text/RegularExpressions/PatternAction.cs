// What a step does. X and Y are places in the program, unless it is said.

namespace System.Text.RegularExpressions;

internal enum PatternAction
{
    /// <summary>Takes a character of the set.</summary>
    Character,

    /// <summary>Goes on at X, and at Y when that fails.</summary>
    Split,

    /// <summary>Goes on at X.</summary>
    Jump,

    /// <summary>Remembers the place in the text as slot X.</summary>
    Mark,

    /// <summary>Goes on at Y when nothing was taken since slot X was marked.</summary>
    Check,

    /// <summary>Group Y ends, which began at slot X.</summary>
    Close,

    /// <summary>What follows up to X is a program of its own; Y is a <see cref="PatternProgram.Negative"/> and its like.</summary>
    Look,

    /// <summary>The letter X of an assertion.</summary>
    Assert,

    /// <summary>Takes what group X has; Y: whatever the case.</summary>
    Reference,

    /// <summary>The end.</summary>
    Accept,
}
