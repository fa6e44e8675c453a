// A file or the reason why there is none.

namespace RustKernel.Flash.Tftp;

/// <summary>The outcome of looking for a file.</summary>
/// <param name="File">The file; the receiver disposes it. Null when there is none.</param>
/// <param name="Verdict">Running with a file; else NotFound or Denied.</param>
/// <param name="View">The view that served or refused.</param>
/// <param name="Reason">For people; empty with a file.</param>
public readonly record struct TftpFileResult(ITftpFile? File, TftpVerdict Verdict, string View, string Reason)
{
    /// <summary>A file was found.</summary>
    public static TftpFileResult Found(ITftpFile file, string view) => new(file, TftpVerdict.Running, view, "");

    /// <summary>There is no such file.</summary>
    public static TftpFileResult NotFound(string view, string reason) => new(null, TftpVerdict.NotFound, view, reason);

    /// <summary>The name is not allowed.</summary>
    public static TftpFileResult Denied(string view, string reason) => new(null, TftpVerdict.Denied, view, reason);
}
