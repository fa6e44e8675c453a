// Ways to misbehave.

namespace RustKernel.Services.Tests;

/// <summary>
/// What <see cref="Offender"/> does on order: labels of its messages. Those that end with nothing
/// but the offender's own end are sent, the others are called.
/// </summary>
internal enum Offence : uint
{
    /// <summary>Sent: sends to everybody for ever; word 0: handles with each message.</summary>
    Flood = 1,

    /// <summary>Sent: sets bits at everybody's port for ever.</summary>
    SetBits = 2,

    /// <summary>Sent: calls everybody with operations that nobody has, for ever.</summary>
    Call = 3,

    /// <summary>
    /// Called: uses handles and tokens that it made up. Word 0 of the answer: how many did
    /// anything; word 1: how many were tried.
    /// </summary>
    Forge = 4,

    /// <summary>
    /// Called with a handle to memory that may only be read: maps what it may not. Word 0 of the
    /// answer: the line of the first mapping that was not refused; 0: none.
    /// </summary>
    Map = 5,

    /// <summary>Sent: reads (word 1: 0) or writes (1) at the address in word 0.</summary>
    Touch = 6,

    /// <summary>
    /// Called: takes memory, ports, handles and processes until nothing is left. Words 0 to 2 of
    /// the answer: errors that ended each.
    /// </summary>
    Hoard = 7,

    /// <summary>Sent: computes for ever.</summary>
    Loop = 8,

    /// <summary>Called: sleeps for ever with the call in its hands.</summary>
    FallSilent = 9,

    /// <summary>Called: goes on, but never answers.</summary>
    Withhold = 10,

    /// <summary>Called: writes lines with control characters to Console.</summary>
    Paint = 11,
}
