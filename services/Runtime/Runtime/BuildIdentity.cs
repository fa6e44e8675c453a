// Identifies this program: the build id that the linker put into its file.

using System;

namespace RustKernel.Runtime;

internal static unsafe class BuildIdentity
{
    /// <summary>Digits that are shown: the first half of the id.</summary>
    internal const int Digits = 8;

    // SAFETY: the linker's note, in the text: 12 bytes of lengths and type, "GNU", then the id. [System V ABI, gABI 5 "Note Section"]
    private const int IdAt = 16;

    /// <summary>The name of the program's assembly.</summary>
    internal static string ProgramName => TypeNames.Text(Native.ProgramName());

    /// <summary>Writes the digits.</summary>
    internal static void CopyTo(Span<byte> text)
    {
        byte* id = Native.BuildId() + IdAt;
        for (int i = 0; i < Digits; i++)
        {
            text[i] = DebugOutput.Digit((id[i / 2] >> (4 - (4 * (i & 1)))) & 15);
        }
    }
}
