// What a switch's answer means.

using System;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>A regular expression from the user's rig.yaml; it gets a second at most.</summary>
internal static class StatusPattern
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    /// <summary>True when <paramref name="answer"/> matches <paramref name="pattern"/>.</summary>
    /// <exception cref="InfrastructureException">The pattern is wrong or takes too long.</exception>
    public static bool Matches(string answer, string pattern)
    {
        try
        {
            return Regex.IsMatch(answer, pattern, RegexOptions.CultureInvariant, s_limit);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            throw new InfrastructureException($"the regular expression {pattern} cannot be used: {e.Message}");
        }
    }
}
