// One line of a store's log.

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>A write (its data) or a flush (no data) as a store received it.</summary>
internal sealed record LogEntry(ulong FirstSector, byte[]? Data)
{
    public bool IsFlush => Data is null;

    public static LogEntry Flush { get; } = new(0, null);

    public override string ToString() => Data is null ? "flush" : $"sectors {FirstSector}+{Data.Length / 512}";
}
