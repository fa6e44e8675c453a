// Counts from outside: the plugin's second mode (hil/ArchCheck/Count.c).

using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>
/// Has QEMU count all instructions that a machine of one CPU executes until its UART, a PL011, has sent a text. Then QEMU ends.
/// </summary>
public static class InstructionCounter
{
    /// <summary>Arguments that make QEMU write the number to <paramref name="file"/> once <paramref name="text"/> was sent.</summary>
    public static IReadOnlyList<string> Arguments(string file, string text) =>
        ["-plugin", $"{Escape(ArchCheck.Plugin)},count={Escape(file)},until={Escape(text)}"];

    /// <summary>The number in <paramref name="file"/>; null: the text was never sent, or QEMU did not load the plugin.</summary>
    public static long? Read(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count
            : null;

    private static string Escape(string word) => word.Replace(",", ",,", System.StringComparison.Ordinal);
}
