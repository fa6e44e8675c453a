using System;
using RustKernel.Diagnostics;

namespace RustKernel.SelfTests;

/// <summary>
/// The image's list of its suites, in read-only data: the line "RustKernel-suites: boot=20 lang=36 hostile:9" has each suite with the
/// number of its tests, after a colon for a suite outside <c>test=all</c>. The host tool finds it in the image and notices a suite that
/// did not run.
/// </summary>
public static class SuiteDeclaration
{
    /// <summary>Writes the names in <paramref name="declaration"/> to the console, each after a space. Context: thread.</summary>
    public static void WriteNames(ReadOnlySpan<byte> declaration)
    {
        WordReader words = new(declaration, (byte)' ');
        _ = words.MoveNext();
        while (words.MoveNext())
        {
            int equals = words.Current.IndexOf((byte)'=');
            KernelConsole.Write(" "u8);
            KernelConsole.Write(words.Current.Slice(0, equals >= 0 ? equals : words.Current.IndexOf((byte)':')));
        }
    }
}
