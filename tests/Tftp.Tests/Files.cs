using System;
using System.Net;

namespace RustKernel.Flash.Tftp.Tests;

/// <summary>Files made by a function of the name; null means there is none.</summary>
public sealed class Files(Func<string, ITftpFile?> open) : ITftpFiles
{
    public TftpFileResult Open(IPAddress client, string name)
        => open(name) is { } file ? TftpFileResult.Found(file, "test") : TftpFileResult.NotFound("test", "");
}
