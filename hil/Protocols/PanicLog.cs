// The panics of a serial line.

using System;
using System.Buffers;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Finds panics wherever in a line they start, even if bytes of their first line are lost: no other text of the kernel looks like a panic's
/// block. Not thread-safe.
/// </summary>
internal sealed class PanicLog
{
    private const string Mark = "PANIC: ";
    private const string End = "# panic end";
    private const string Again = "again: ";
    private static readonly string[] s_beginnings = [Mark, "PANIC", "ANIC: "];
    private static readonly SearchValues<string> s_anywhere = SearchValues.Create(s_beginnings, StringComparison.Ordinal);

    // A block whose beginning is lost.
    private static readonly SearchValues<string> s_within = SearchValues.Create(
        ["panic end", "ELR_EL1: ", "ESR_EL1: ", "SPSR_EL1: ", "Backtrace:", "Registers:", "  #0 0x", "  #1 0x"],
        StringComparison.Ordinal);
    private readonly List<PanicReport> _all = [];

    /// <summary>The panics, the last one possibly unfinished.</summary>
    public IReadOnlyList<PanicReport> All => _all;

    /// <summary>True within a panic's block.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when a panic begins in <paramref name="text"/>, whole or damaged.</summary>
    public static bool BeginsIn(string text) => text.AsSpan().ContainsAny(s_anywhere);

    /// <summary>True when <paramref name="text"/>, after which nothing came, may be the beginning of one: no other word ends so.</summary>
    public static bool MayBeginIn(string text) =>
        BeginsIn(text) || text.EndsWith("PANI", StringComparison.Ordinal) || text.EndsWith("PAN", StringComparison.Ordinal);

    /// <summary>The machine has restarted: what comes next is no part of the block.</summary>
    public void Close() => IsOpen = false;

    /// <summary>Takes a line; true when it is a panic's.</summary>
    public bool Take(string text)
    {
        if (BeginsIn(text))
        {
            Begin(Reason(text));
        }
        else if (!IsOpen && !IsDiagnostic(text) && text.AsSpan().ContainsAny(s_within) && !IsEndOfKnown(text))
        {
            Begin("its first line is lost");
        }
        else if (!IsOpen)
        {
            return text.EndsWith(End, StringComparison.Ordinal) && Finish();
        }
        else if (!text.EndsWith(End, StringComparison.Ordinal))
        {
            _all[^1].Add(text);
        }

        if (text.EndsWith(End, StringComparison.Ordinal))
        {
            Finish();
        }

        return true;
    }

    // The last line of a block that has ended may come twice.
    private bool IsEndOfKnown(string text) => _all.Count > 0 && text.Contains("panic end", StringComparison.Ordinal);

    // A test's own line: suite hostile names the call ThreadReadRegisters in one.
    private static bool IsDiagnostic(string text) =>
        text.AsSpan().TrimStart().StartsWith("# ", StringComparison.Ordinal) && !text.EndsWith(End, StringComparison.Ordinal);

    private static string Reason(string text)
    {
        foreach (string beginning in s_beginnings)
        {
            int at = text.IndexOf(beginning, StringComparison.Ordinal);
            if (at >= 0)
            {
                return text[(at + beginning.Length)..].TrimStart(':', ' ');
            }
        }

        return "";
    }

    private void Begin(string reason)
    {
        if (IsOpen)
        {
            _all[^1].AddAgain(reason.StartsWith(Again, StringComparison.Ordinal) ? reason[Again.Length..] : reason);
        }
        else
        {
            _all.Add(new PanicReport(reason));
        }

        IsOpen = true;
    }

    private bool Finish()
    {
        if (_all.Count == 0)
        {
            return false;
        }

        _all[^1].IsEnded = true;
        IsOpen = false;
        return true;
    }
}
