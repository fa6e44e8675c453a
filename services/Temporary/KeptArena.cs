using System;
using RustKernel.Services.FileSystems.Memory;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Temporary;

/// <summary>Memory made by the first process of this service and used by all its successors: the service's vault has its handle.</summary>
internal sealed class KeptArena : Arena
{
    private const ulong Key = 1;
    private readonly MappedMemory _memory;

    private KeptArena(MappedMemory memory) => _memory = memory;

    /// <inheritdoc/>
    public override Span<byte> Bytes => _memory.Bytes;

    /// <summary>The predecessor's memory, or zeros. OutOfMemory; the errors of <see cref="Vault"/>.</summary>
    internal static ErrorCode Open(ulong bytes, out KeptArena? arena)
    {
        arena = null;
        ErrorCode error = Vault.Open(out Vault? vault);
        if (vault is null)
        {
            return error;
        }

        Handle<Memory> memory = default;
        foreach (VaultRecord record in vault.ReadAll())
        {
            memory = record.Handle.As<Memory>();
        }

        if (memory.IsNone)
        {
            error = Kernel.MemoryCreate(bytes, out memory);
            error = error == ErrorCode.None ? vault.Add(new VaultRecord(VaultRecord.Begin(Key), memory)) : error;
        }

        MappedMemory? mapped = null;
        error = error == ErrorCode.None ? MappedMemory.Open(memory, isWritable: true, out mapped) : error;
        arena = mapped is null ? null : new KeptArena(mapped);
        return error;
    }
}
