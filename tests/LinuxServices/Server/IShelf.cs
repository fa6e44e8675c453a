// An interface of these programs' own: memory that client and server both map.

using RustKernel;
using RustKernel.Services;
using RustKernel.User;

/// <summary>Bytes travel through memory that one side made and the other mapped.</summary>
[Service(1001)]
public interface IShelf
{
    /// <summary>Memory of the server, with bytes that count up from <paramref name="first"/>.</summary>
    [Operation(1)]
    Result<Handle<Memory>> Take(uint bytes, byte first);

    /// <summary>The sum of the bytes in the memory of <see cref="Take"/> now.</summary>
    [Operation(2)]
    Result<ulong> Sum();

    /// <summary>Complements each byte of the caller's memory. AccessDenied: it may not be written.</summary>
    [Operation(3)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.AccessDenied)]
    ErrorCode Invert(Handle<Memory> memory);

    /// <summary>Keeps a number and returns the previous one; it outlives the server.</summary>
    [Operation(4)]
    Result<ulong> Keep(ulong number);

    /// <summary>Copies sectors of the disk to another place, each byte as its complement; durable when this returns.</summary>
    [Operation(5)]
    ErrorCode InvertSectors(ulong from, ulong to, uint count);
}
