// A verdict that changed.

namespace RustKernel.Hil.Farm;

/// <summary>A board's verdict of some suites differs from the one before.</summary>
/// <param name="Board">The board.</param>
/// <param name="Type">Its type.</param>
/// <param name="Host">Its host.</param>
/// <param name="Suites">The suites.</param>
/// <param name="Build">The commit of the image; empty when it is not known.</param>
/// <param name="Run">The farm's run.</param>
/// <param name="Was">The verdict before: pass, fail or flaky.</param>
/// <param name="Is">The verdict now.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, by the store's clock: milliseconds since 1970.</param>
public sealed record VerdictChange(
    string Board,
    string Type,
    string Host,
    string Suites,
    string Build,
    long Run,
    string Was,
    string Is,
    string Reason,
    long At);

/// <summary>A <see cref="VerdictChange"/> to be sent.</summary>
/// <param name="Id">Its number: the same when it is sent again.</param>
/// <param name="Body">The change as JSON.</param>
/// <param name="Attempt">1 for the first time.</param>
/// <param name="At">Now, by the store's clock: milliseconds since 1970.</param>
public sealed record Notice(long Id, string Body, int Attempt, long At);
