// What Init finds again when the kernel has started it anew: a memory object of its process, which its handles survive in, too.

namespace RustKernel.Services.Init;

/// <summary>A record of 128 bytes for Init itself and for each service.</summary>
internal sealed class KeptState
{
    private const ulong Magic = 0x54504B_494E4954;
    private const int RecordBytes = 128;
    private readonly MappedMemory _memory;

    internal KeptState(MappedMemory memory) => _memory = memory;

    /// <summary>Somebody was here before and finished the making of ports.</summary>
    internal bool IsUsed => _memory.Read(0) == Magic;

    /// <summary>Init's own port.</summary>
    internal ulong Port => _memory.Read(8);

    /// <summary>Init's timer.</summary>
    internal ulong Timer => _memory.Read(16);

    /// <summary>All is made: from now on <see cref="IsUsed"/>.</summary>
    internal void Begin(ulong port, ulong timer)
    {
        _memory.Write(8, port);
        _memory.Write(16, timer);
        _memory.Write(0, Magic);
    }

    internal void Save(Entry entry)
    {
        int at = (entry.Number + 1) * RecordBytes;
        _memory.Write(at, entry.Port);
        _memory.Write(at + 8, entry.InitPort);
        _memory.Write(at + 16, entry.Process);
        _memory.Write(at + 24, entry.Starts | (entry.IsGivenUp ? 1ul << 32 : 0) | (entry.IsWanted ? 1ul << 33 : 0));
        _memory.Write(at + 32, (ulong)entry.LastEnd.Cause);
        _memory.Write(at + 40, entry.LastEnd.Code);
        _memory.Write(at + 48, entry.LastEnd.Address);
        _memory.Write(at + 56, entry.LastEnd.PC);
        _memory.Write(at + 64, entry.Vault);
    }

    internal void Load(Entry entry)
    {
        int at = (entry.Number + 1) * RecordBytes;
        entry.Port = _memory.Read(at);
        entry.InitPort = _memory.Read(at + 8);
        entry.Process = _memory.Read(at + 16);
        ulong bits = _memory.Read(at + 24);
        entry.Starts = (uint)bits;
        entry.IsGivenUp = (bits & (1ul << 32)) != 0;
        entry.IsWanted = (bits & (1ul << 33)) != 0;
        entry.LastEnd = new ProcessEnd
        {
            Cause = (ExitCause)(uint)_memory.Read(at + 32),
            Code = _memory.Read(at + 40),
            Address = _memory.Read(at + 48),
            PC = _memory.Read(at + 56),
        };
        entry.Vault = _memory.Read(at + 64);
    }
}
