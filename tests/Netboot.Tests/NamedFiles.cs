using System;
using System.Collections.Generic;
using System.Net;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot.Tests;

/// <summary>Only some names exist, as files of three bytes.</summary>
public sealed class NamedFiles(IReadOnlySet<string> names) : ITftpFiles
{
    public TftpFileResult Open(IPAddress client, string name)
        => names.Contains(name) ? TftpFileResult.Found(new ThreeBytes(), "test") : TftpFileResult.NotFound("test", "");

    private sealed class ThreeBytes : ITftpFile
    {
        public long Length => 3;

        public bool HasChanged => false;

        public int Read(long offset, Span<byte> destination) => 3;

        public void Dispose()
        {
        }
    }
}
