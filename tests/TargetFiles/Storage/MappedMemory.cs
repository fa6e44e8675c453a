// Memory that two processes see.

using System;
using System.Buffers.Binary;
using RustKernel.User;

namespace RustKernel.Services.Storage;

public sealed class MappedMemory : IDisposable
{
    private byte[] _bytes;

    private MappedMemory(Handle<Memory> handle, byte[] bytes)
    {
        Handle = handle;
        _bytes = bytes;
    }

    public Handle<Memory> Handle { get; }

    public Span<byte> Bytes => _bytes;

    public static ErrorCode Open(Handle<Memory> handle, bool isWritable, out MappedMemory? memory)
    {
        memory = isWritable && Kernel.Find(handle.Value) is byte[] bytes ? new MappedMemory(handle, bytes) : null;
        return memory is null ? ErrorCode.NotOwned : ErrorCode.None;
    }

    public static ErrorCode Create(ulong bytes, out MappedMemory? memory) =>
        Open(new(Kernel.Make(new byte[bytes])), isWritable: true, out memory);

    public ulong Read(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes[offset..]);

    public void Write(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Bytes[offset..], value);

    public void Dispose() => _bytes = [];
}
