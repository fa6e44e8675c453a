// An interface of these programs' own: memory that client and server both map.

using RustKernel;
using RustKernel.Services;
using RustKernel.User;

/// <summary>Bytes travel through memory that one side made and the other one mapped.</summary>
[Service(1001)]
public interface IShelf
{
    /// <summary>Memory of the server's, with bytes that count from <paramref name="first"/> on.</summary>
    [Operation(1)]
    Result<Handle<Memory>> Take(uint bytes, byte first);

    /// <summary>What the memory of <see cref="Take"/> holds now: its sum.</summary>
    [Operation(2)]
    Result<ulong> Sum();

    /// <summary>Each byte of the caller's memory becomes its complement. AccessDenied: it may not be written.</summary>
    [Operation(3)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.AccessDenied)]
    ErrorCode Invert(Handle<Memory> memory);

    /// <summary>What was kept before; it outlives the server.</summary>
    [Operation(4)]
    Result<ulong> Keep(ulong number);

    /// <summary>Sectors of the disk are written elsewhere, each byte as its complement; and durable when this returns.</summary>
    [Operation(5)]
    ErrorCode InvertSectors(ulong from, ulong to, uint count);
}
