// Replaces the generated dispatcher.

using RustKernel.Services.Files;

namespace RustKernel.Services;

internal sealed class FileSystemDispatcher(FileSystemService service)
{
    public FileSystemService Service => service;
}
