using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// MemoryManager as its clients see it: memory beyond a service's own quota, and memory that services share. A piece belongs to a service,
/// not a process: the service's successor opens it again by its name. All pages of what <see cref="Create"/> gives are there, and only
/// MemoryManager can give it a pager: touching it cannot fail, even after its owner has ended.
/// </summary>
[Service(2)]
public interface IMemory
{
    /// <summary>
    /// Makes <paramref name="bytes"/> (rounded up to pages, at most 1 MiB) of zeros, called <paramref name="name"/> (1 to 16 ASCII
    /// letters). OutOfMemory: more than the manifest's <c>shared=</c>, or none is left. AlreadyExists: open it.
    /// </summary>
    [Operation(1)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.AlreadyExists, ErrorCode.OutOfMemory, ErrorCode.AccessDenied)]
    ErrorCode Create(string name, ulong bytes, out Handle<Memory> memory);

    /// <summary>
    /// As <see cref="Create"/>, but a copy of file <paramref name="file"/> of the boot archive; a page is brought when it is first touched.
    /// AccessDenied: the manifest does not say <c>may=archive</c>. NotFound: no such file.
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

    /// <summary>Gives up the caller's memory <paramref name="name"/>: it is freed with its last mapping and handle.</summary>
    [Operation(5)]
    [Errors(ErrorCode.NotFound, ErrorCode.OutOfMemory)]
    ErrorCode Release(string name);

    /// <summary>What service <paramref name="number"/> has. NotFound: there are no more.</summary>
    [Operation(6)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode Describe(uint number, out MemoryUse use);
}
