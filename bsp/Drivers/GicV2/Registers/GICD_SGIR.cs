// The layout of GICD_SGIR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICD_SGIR, software generated interrupt; offset 0xF00, 32 bits, write-only. [IHI0048, Distributor register descriptions, GICD_SGIR]</summary>
public readonly struct GICD_SGIR : IRegister32<GICD_SGIR>, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_SGIR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0xF00;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_SGIR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_SGIR value) => value._bits;

    /// <summary>With SGIINTID as given (0 to 15): which SGI.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICD_SGIR WithSGIINTID(uint value) => new((_bits & ~(0xFu)) | (value & 0xF));

    /// <summary>With CPUTargetList as given (0 to 255): one bit for each CPU interface.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICD_SGIR WithCPUTargetList(uint value) => new((_bits & ~(0xFFu << 16)) | ((value & 0xFF) << 16));

    /// <summary>With TargetListFilter as given (0 to 3): 0: those in the list, 1: all but the sender, 2: only the sender.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICD_SGIR WithTargetListFilter(uint value) => new((_bits & ~(0x3u << 24)) | ((value & 0x3) << 24));
}
