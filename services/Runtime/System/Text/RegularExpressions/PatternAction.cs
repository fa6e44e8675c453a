// The action of a step. X and Y are places in the program, unless stated otherwise.

namespace System.Text.RegularExpressions;

internal enum PatternAction
{
    /// <summary>Takes a character of the set.</summary>
    Character,

    /// <summary>Continues at X, and at Y if that fails.</summary>
    Split,

    /// <summary>Continues at X.</summary>
    Jump,

    /// <summary>Stores the position in the text in slot X.</summary>
    Mark,

    /// <summary>Continues at Y if nothing was taken since slot X was stored.</summary>
    Check,

    /// <summary>Ends group Y, which began at slot X.</summary>
    Close,

    /// <summary>
    /// The steps up to X form a program of their own; Y is <see cref="PatternProgram.Negative"/> or one of its relatives.
    /// </summary>
    Look,

    /// <summary>An assertion with the letter X.</summary>
    Assert,

    /// <summary>Matches the text of group X; Y: ignoring case.</summary>
    Reference,

    /// <summary>The end.</summary>
    Accept,
}
