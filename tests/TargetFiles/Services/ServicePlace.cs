// The place of a service, whichever process serves it.

using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>A service that may be started again, between two requests; the port stays.</summary>
internal sealed class ServicePlace(FileSystem files)
{
    public FileSystemService Service { get; private set; } = new(files);

    /// <summary>Like Init's restart: another process, which mounts again.</summary>
    public void Restart(FileSystem again)
    {
        Own.Starts++;
        Kernel.CloseMemory();
        Service = new(again);
    }
}
