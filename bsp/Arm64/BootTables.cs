// The translation tables from before there are frames: a few pages inside the image, reached through its mapping.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Access to the boot tables by physical address, and to the pages left in their pool.</summary>
public readonly unsafe struct BootTables : IPhysicalMemory
{
    private readonly ulong _physicalToVirtual;
    private readonly ulong _startPhysical;
    private readonly ulong _endPhysical;

    /// <summary>The tables of the image that <paramref name="boot"/> describes.</summary>
    public BootTables(in BootInformation boot)
    {
        _physicalToVirtual = boot.ImageStart - boot.ImagePhysicalBase;
        _startPhysical = boot.BootTablesStart - _physicalToVirtual;
        _endPhysical = boot.BootTablesEnd - _physicalToVirtual;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_boot_table_pool")]
    private static extern ulong GetPool();

    /// <summary>Physical address of the first page of the pool.</summary>
    public PhysicalAddress PoolStart => new(GetPool() - _physicalToVirtual);

    /// <summary>Physical end of the pool.</summary>
    public PhysicalAddress PoolEndExclusive => new(_endPhysical);

    /// <summary>True when <paramref name="address"/> lies in the boot tables, 8-aligned.</summary>
    public bool Contains(PhysicalAddress address) =>
        address.Value >= _startPhysical && address.Value < _endPhysical && (address.Value & 7) == 0;

    /// <inheritdoc/>
    public ulong Read64(PhysicalAddress address)
    {
        // SAFETY: checked to lie in the boot tables, which the image mapping covers, readable and writable.
        return Contains(address) ? *(ulong*)(address.Value + _physicalToVirtual) : 0;
    }

    /// <inheritdoc/>
    public void Write64(PhysicalAddress address, ulong value)
    {
        if (Contains(address))
        {
            // SAFETY: as in Read64.
            *(ulong*)(address.Value + _physicalToVirtual) = value;
        }
    }

    /// <inheritdoc/>
    public ulong Read64(PhysicalAddress address, uint offset) => Read64(address + offset);

    /// <inheritdoc/>
    public void Write64(PhysicalAddress address, uint offset, ulong value) => Write64(address + offset, value);

    /// <inheritdoc/>
    public void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern)
    {
        for (ulong done = 0; done < sizeBytes; done += 8)
        {
            Write64(address + done, pattern);
        }
    }
}
