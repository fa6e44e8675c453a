// Whether a program that is not in the boot archive may be started at all.

using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>
/// An image can be built to start only signed programs (<c>rk image BOARD --require-signed KEY</c>): then ProgramSeal.Signed.cs is
/// compiled, too, and the key is a file of the boot archive. No other image has code for this.
/// </summary>
internal static partial class ProgramSeal
{
    /// <summary>
    /// Checks a program of <paramref name="bytes"/> bytes, its manifest and its signature. Afterwards <paramref name="memory"/> and
    /// <paramref name="offset"/> say where the checked program lies. AccessDenied: it is not signed; the log says why. OutOfMemory.
    /// </summary>
    internal static ErrorCode Admit(string name, string manifest, ulong bytes, ref Handle<Memory> memory, ref ulong offset)
    {
        ErrorCode error = ErrorCode.None;
        Check(name, manifest, bytes, ref memory, ref offset, ref error);
        return error;
    }

    static partial void Check(string name, string manifest, ulong bytes, ref Handle<Memory> memory, ref ulong offset, ref ErrorCode error);
}
