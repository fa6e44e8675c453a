// What an image says of its suites, in its read-only data.

using System;
using RustKernel.Diagnostics;

namespace RustKernel.SelfTests;

/// <summary>
/// The line "RustKernel-suites: boot=20 lang=36 hostile:9": each suite with the number of its tests, after a colon where it is no part of
/// <c>test=all</c>. The host tool finds it in the image and notices a suite that did not run.
/// </summary>
public static class SuiteDeclaration
{
    /// <summary>Writes to the console the names in <paramref name="declaration"/>, each behind a space. Context: thread.</summary>
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
