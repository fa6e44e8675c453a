// A register of a system controller, whose bits mean what the device tree says.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Syscon;

/// <summary>One register, 1, 2 or 4 bytes wide. Which one, and what its bits do, the tree knows; so there is no table of it.</summary>
/// <typeparam name="TBus">The window that begins at the register.</typeparam>
public readonly struct SysconRegister<TBus>
    where TBus : struct, IRegisterBus
{
    private readonly TBus _bus;
    private readonly uint _widthBytes;

    /// <summary>The register at the beginning of <paramref name="bus"/>; touches nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SysconRegister(TBus bus, uint widthBytes)
    {
        _bus = bus;
        _widthBytes = widthBytes;
    }

    /// <summary>
    /// Gives the bits of <paramref name="mask"/> those of <paramref name="value"/>: one write. It is read before only when bits are kept,
    /// as registers of commands often cannot be read.
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
