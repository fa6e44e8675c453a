// A judgement with its reasons.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>The judgement of one run or of a series.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Stage">How far the machine got.</param>
/// <param name="Evidence">What shows it: lines of the console, events, counts.</param>
public sealed record Verdict(VerdictKind Kind, string Reason, string Stage, IReadOnlyList<string> Evidence)
{
    private const string Place = ": at ";

    /// <summary>
    /// The line of <see cref="Evidence"/> that says where in the sources <paramref name="test"/> is, without the test's name; null: none.
    /// </summary>
    public string? PlaceOf(KtapResult test)
        => Evidence.FirstOrDefault(line => line.StartsWith(test.FullName + Place, StringComparison.Ordinal)) is { } found
            ? found[(test.FullName.Length + Place.Length)..]
            : null;

    /// <summary>This verdict with <paramref name="place"/>, "FILE:LINE", of <paramref name="test"/> in its evidence.</summary>
    public Verdict WithPlace(KtapResult test, string place)
        => this with { Evidence = [.. Evidence, test.FullName + Place + place] };

    /// <summary>The tool's exit status: 0 pass, 1 fail or flaky, 2 usage, 3 infrastructure.</summary>
    public int ExitCode => Kind switch
    {
        VerdictKind.Pass => 0,
        VerdictKind.Fail or VerdictKind.Flaky => 1,
        VerdictKind.Usage => 2,
        _ => 3,
    };

    /// <summary>The word for it in reports: pass, fail, flaky, usage, infrastructure.</summary>
    public string Word => Kind switch
    {
        VerdictKind.Pass => "pass",
        VerdictKind.Fail => "fail",
        VerdictKind.Flaky => "flaky",
        VerdictKind.Usage => "usage",
        _ => "infrastructure",
    };
}
