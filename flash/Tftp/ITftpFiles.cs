// Where the files come from.

using System.Net;

namespace RustKernel.Flash.Tftp;

/// <summary>Finds the file that a client means by a name.</summary>
public interface ITftpFiles
{
    /// <summary>Opens what <paramref name="client"/> asks for by <paramref name="name"/>, the bytes of the request as UTF-8 text.</summary>
    TftpFileResult Open(IPAddress client, string name);
}
