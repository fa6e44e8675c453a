// MemoryManager as its clients see it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Memory beyond a service's own quota, and memory that services share. A piece belongs to a service, not to a process: its successor opens
/// it again under its name. What <see cref="Create"/> gives is there to its last page, and no one but MemoryManager can put a pager behind
/// it: touching it cannot fail, even after its owner's end.
/// </summary>
[Service(2)]
public interface IMemory
{
    /// <summary>
    /// Makes <paramref name="bytes"/> (rounded up to pages, at most 1 MiB) of zeros, called <paramref name="name"/> (1 to 16
    /// ASCII letters). OutOfMemory: more than the manifest's <c>shared=</c>, or there is no more to
    /// give. AlreadyExists: open it.
    /// </summary>
    [Operation(1)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.AlreadyExists, ErrorCode.OutOfMemory, ErrorCode.AccessDenied)]
    ErrorCode Create(string name, ulong bytes, out Handle<Memory> memory);

    /// <summary>
    /// As <see cref="Create"/>: a copy of file <paramref name="file"/> of the boot archive, whose pages are brought when
    /// touched. AccessDenied: the manifest does not say <c>may=archive</c>; NotFound: no such file.
    /// </summary>
    [Operation(2)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.AlreadyExists, ErrorCode.OutOfMemory, ErrorCode.AccessDenied, ErrorCode.NotFound)]
    ErrorCode CreateFromFile(string name, string file, out Handle<Memory> memory, out ulong bytes);

    /// <summary>
    /// Memory <paramref name="name"/> of service <paramref name="owner"/> (empty: the caller).
    /// AccessDenied: it was not granted, or not for writing.
    /// </summary>
    [Operation(3)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied, ErrorCode.OutOfMemory)]
    ErrorCode Open(string owner, string name, bool isWritable, out Handle<Memory> memory);

    /// <summary>
    /// Lets service <paramref name="service"/> open the caller's memory <paramref name="name"/>.
    /// NotFound: no such memory, or no such service.
    /// </summary>
    [Operation(4)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode Grant(string name, string service, bool isWritable);

    /// <summary>The caller's memory <paramref name="name"/> is no one's any more: it goes with the last mapping and handle.</summary>
    [Operation(5)]
    [Errors(ErrorCode.NotFound, ErrorCode.OutOfMemory)]
    ErrorCode Release(string name);

    /// <summary>What service <paramref name="number"/> has. NotFound: after the last.</summary>
    [Operation(6)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode Describe(uint number, out MemoryUse use);
}
