// What a panic that was asked for looks like.

using System;
using System.Globalization;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>One class of panic=CLASS: the words of its reason and of the line that describes its exception.</summary>
/// <param name="Name">The class, as on the kernel's command line.</param>
/// <param name="Reason">What the reason begins with.</param>
/// <param name="Exception">What the line "Exception: …" has; empty for a panic without one.</param>
public sealed record PanicClass(string Name, string Reason, string Exception)
{
    private const string Unhandled = "unhandled exception";
    private const string VectorPrefix = "vector";
    private static readonly string[] s_kinds = ["synchronous", "IRQ", "FIQ", "SError"];

    private static readonly PanicClass[] s_classes =
    [
        new("check", "asked for by panic=check", ""),
        new("double", "asked for by panic=double", ""),
        new("cpu", "asked for by panic=cpu", ""),
        new("index", "array or span index out of range", ""),
        new("overflow", "arithmetic overflow", ""),
        new("stack", "kernel stack overflow", ""),
        new("undefined", Unhandled, "undefined instruction"),
        new("brk", Unhandled, "BRK instruction"),
        new("svc", Unhandled, "SVC"),
        new("read", Unhandled, "on a read"),
        new("write", Unhandled, "on a write"),
        new("execute", Unhandled, "instruction abort"),
        new("sp", Unhandled, "misaligned SP"),
        new("hang", "stuck: ", ""),
    ];

    /// <summary>
    /// True when <paramref name="panic"/> is of class <paramref name="name"/>; with no name, of any
    /// class that says so itself.
    /// </summary>
    public static bool Is(PanicReport panic, string name)
    {
        if (name.Length == 0)
        {
            return panic.Reason.StartsWith("asked for by panic=", StringComparison.Ordinal);
        }

        if (name.StartsWith(VectorPrefix, StringComparison.Ordinal))
        {
            return panic.Reason == Unhandled && IsVector(panic, name[VectorPrefix.Length..]);
        }

        return Array.Find(s_classes, known => known.Name == name) is { } wanted
            && panic.Reason.StartsWith(wanted.Reason, StringComparison.Ordinal)
            && (wanted.Exception.Length == 0
                || panic.Lines.Any(line => line.StartsWith("Exception: ", StringComparison.Ordinal)
                    && line.Contains(wanted.Exception, StringComparison.Ordinal)));
    }

    // The table has four kinds of exceptions for each of four origins. [DDI0487 D1.3.1 Exception vectors]
    private static bool IsVector(PanicReport panic, string number)
        => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int vector) && vector < 16
            && panic.Lines.Any(line => line.StartsWith("Exception: " + s_kinds[vector % s_kinds.Length], StringComparison.Ordinal));

    /// <summary>
    /// True when the panic itself says that it was requested, so that it cannot have come before the command line was read.
    /// </summary>
    public static bool SaysSo(PanicReport panic) => panic.Reason.StartsWith("asked for by panic=", StringComparison.Ordinal);
}
