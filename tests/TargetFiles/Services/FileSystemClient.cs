// Replaces the generated client: calls the service directly.

using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Services;

internal sealed class FileSystemClient(Handle<Port> port) : IFileSystem
{
    private readonly ServicePlace? _place = Kernel.Find(port.Value) as ServicePlace;

    public ulong TimeoutTicks { get; set; }

    private FileSystemService? Service => _place?.Service;

    public ErrorCode Attach(Handle<Port> life, uint bytes, out ulong session, out Handle<Memory> buffer, out uint bufferBytes)
    {
        (session, buffer, bufferBytes) = (0, default, 0);
        return Service?.Attach(life, bytes, out session, out buffer, out bufferBytes) ?? ErrorCode.ServerEnded;
    }

    public ErrorCode Detach(ulong session) => Service?.Detach(session) ?? ErrorCode.ServerEnded;

    public ErrorCode Open(ulong session, uint pathBytes, FileOpening opening, ulong node, out ulong file, out FileStatus status)
    {
        (file, status) = (0, default);
        return Service?.Open(session, pathBytes, opening, node, out file, out status) ?? ErrorCode.ServerEnded;
    }

    public ErrorCode Close(ulong file) => Service?.Close(file) ?? ErrorCode.ServerEnded;

    public Result<uint> Read(ulong file, ulong position, uint at, uint bytes) =>
        Service?.Read(file, position, at, bytes) ?? ErrorCode.ServerEnded;

    public Result<uint> Write(ulong file, ulong position, uint at, uint bytes) =>
        Service?.Write(file, position, at, bytes) ?? ErrorCode.ServerEnded;

    public ErrorCode SetSize(ulong file, ulong sizeBytes) => Service?.SetSize(file, sizeBytes) ?? ErrorCode.ServerEnded;

    public ErrorCode Sync(ulong number) => Service?.Sync(number) ?? ErrorCode.ServerEnded;

    public ErrorCode Describe(ulong session, uint pathBytes, out FileStatus status)
    {
        status = default;
        return Service?.Describe(session, pathBytes, out status) ?? ErrorCode.ServerEnded;
    }

    public ErrorCode DescribeFile(ulong file, out FileStatus status)
    {
        status = default;
        return Service?.DescribeFile(file, out status) ?? ErrorCode.ServerEnded;
    }

    public ErrorCode List(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes)
    {
        (next, bytes) = (place, 0);
        return Service?.List(session, pathBytes, place, out next, out bytes) ?? ErrorCode.ServerEnded;
    }

    public ErrorCode Names(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes)
    {
        (next, bytes) = (place, 0);
        return Service?.Names(session, pathBytes, place, out next, out bytes) ?? ErrorCode.ServerEnded;
    }

    public ErrorCode CreateDirectory(ulong session, uint pathBytes) =>
        Service?.CreateDirectory(session, pathBytes) ?? ErrorCode.ServerEnded;

    public ErrorCode Remove(ulong session, uint pathBytes, bool isDirectory) =>
        Service?.Remove(session, pathBytes, isDirectory) ?? ErrorCode.ServerEnded;

    public ErrorCode Rename(ulong session, uint pathBytes, uint newPathBytes, bool replaces) =>
        Service?.Rename(session, pathBytes, newPathBytes, replaces) ?? ErrorCode.ServerEnded;

    public ErrorCode SetStatus(
        ulong session, uint pathBytes, long created, long accessed, long modified, FileFlags flags, bool setsFlags) =>
        Service?.SetStatus(session, pathBytes, created, accessed, modified, flags, setsFlags) ?? ErrorCode.ServerEnded;

    public ErrorCode SetAlone(ulong file, bool isAlone) => Service?.SetAlone(file, isAlone) ?? ErrorCode.ServerEnded;

    public ErrorCode Space(out FileSystemState state)
    {
        state = default;
        return Service?.Space(out state) ?? ErrorCode.ServerEnded;
    }
}
