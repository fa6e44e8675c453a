// Whether a program that is not of the boot archive may be started at all.

using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>
/// An image may be built to start nothing else than what was signed (<c>rk image BOARD --require-signed KEY</c>): then
/// ProgramSeal.Signed.cs is compiled, too, and the key is a file of the boot archive. Any other image has no code for it.
/// </summary>
internal static partial class ProgramSeal
{
    /// <summary>
    /// Looks at a program of <paramref name="bytes"/> bytes, its manifest and its signature. Afterwards <paramref name="memory"/> and
    /// <paramref name="offset"/> say where the program lies that was looked at. AccessDenied: it is
    /// not signed, the log says why; OutOfMemory.
    /// </summary>
    internal static ErrorCode Admit(string name, string manifest, ulong bytes, ref Handle<Memory> memory, ref ulong offset)
    {
        ErrorCode error = ErrorCode.None;
        Check(name, manifest, bytes, ref memory, ref offset, ref error);
        return error;
    }

    static partial void Check(string name, string manifest, ulong bytes, ref Handle<Memory> memory, ref ulong offset, ref ErrorCode error);
}
