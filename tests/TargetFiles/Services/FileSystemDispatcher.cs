// In the place of the generated one.

using RustKernel.Services.Files;

namespace RustKernel.Services;

internal sealed class FileSystemDispatcher(FileSystemService service)
{
    public FileSystemService Service => service;
}
