// One line of a console, as reports show it.

namespace RustKernel.Hil.Reports.Consoles;

/// <summary>A line with its place in the whole.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Offset">Where it begins, bytes from the console's start.</param>
/// <param name="Nanoseconds">When its last byte arrived, ns since the run's start.</param>
/// <param name="Text">Its text; bytes that are no text as \xNN. Escape sequences are in it as they came.</param>
/// <param name="CutBytes">How many bytes of its end are left out; 0 when it is whole.</param>
public sealed record ConsoleLine(long Number, long Offset, long Nanoseconds, string Text, long CutBytes);
