// A target process's memory, for services/Framework/Network and services/Network on the host.

using System;
using System.Buffers.Binary;
using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>An array instead of a memory object. An access after Dispose fails the test.</summary>
public sealed class MappedMemory(int bytes) : IDisposable
{
    private byte[]? _bytes = GC.AllocateArray<byte>(bytes, pinned: true);

    public Span<byte> Bytes => _bytes ?? throw new ObjectDisposedException(nameof(MappedMemory));

    public bool IsDisposed => _bytes is null;

    public MemoryHandle Handle => default;

    public ulong Read(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes[offset..]);

    public void Write(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Bytes[offset..], value);

    public void Dispose() => _bytes = null;
}
