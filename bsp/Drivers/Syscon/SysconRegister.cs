using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Syscon;

/// <summary>
/// One register of a system controller, 1, 2 or 4 bytes wide. The device tree says which one, and what its bits do; so there is no
/// table of it.
/// </summary>
/// <typeparam name="TBus">The window that begins at the register.</typeparam>
public readonly struct SysconRegister<TBus>
    where TBus : struct, IRegisterBus
{
    private readonly TBus _bus;
    private readonly uint _widthBytes;

    /// <summary>The register at the beginning of <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SysconRegister(TBus bus, uint widthBytes)
    {
        _bus = bus;
        _widthBytes = widthBytes;
    }

    /// <summary>
    /// Sets the bits of <paramref name="mask"/> to those of <paramref name="value"/>: one write. Reads the register first only when it
    /// keeps bits, because command registers often cannot be read.
    /// </summary>
    public void Update(uint value, uint mask)
    {
        uint all = _widthBytes switch
        {
            1 => 0xFFu,
            2 => 0xFFFFu,
            _ => uint.MaxValue,
        };
        uint kept = (mask & all) == all ? 0 : Read() & ~mask;
        Write(kept | (value & mask));
    }

    private uint Read() => _widthBytes switch
    {
        1 => _bus.Read8(0),
        2 => _bus.Read16(0),
        _ => _bus.Read32(0),
    };

    private void Write(uint value)
    {
        switch (_widthBytes)
        {
            case 1:
                _bus.Write8(0, (byte)value);
                break;
            case 2:
                _bus.Write16(0, (ushort)value);
                break;
            default:
                _bus.Write32(0, value);
                break;
        }
    }
}
