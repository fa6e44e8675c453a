// One entry of the UEFI memory map, and the rule for the use of its memory.

using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Map;

/// <summary>EFI_MEMORY_DESCRIPTOR, with the fields that the kernel reads. [UEFI 2.10 EFI_BOOT_SERVICES.GetMemoryMap()]</summary>
public readonly struct EfiMemoryDescriptor
{
    private const uint LoaderCode = 1;
    private const uint BootServicesData = 4;
    private const uint RuntimeServicesCode = 5;
    private const uint RuntimeServicesData = 6;
    private const uint Conventional = 7;
    private const uint AcpiReclaim = 9;
    private const uint AcpiNonVolatile = 10;
    private const uint MappedIo = 11;
    private const uint PersistentMemory = 14;
    private const ulong WriteBack = 1UL << 3;
    private const ulong SpecificPurpose = 1UL << 18;
    private const ulong Runtime = 1UL << 63;
    private const ulong MaxPages = 1UL << 52;

    private readonly uint _type;
    private readonly ulong _attributes;

    /// <summary>A descriptor of <paramref name="pages"/> pages of 4 KiB; any values, <see cref="Use"/> checks them.</summary>
    public EfiMemoryDescriptor(uint type, ulong start, ulong pages, ulong attributes)
    {
        _type = type;
        _attributes = attributes;
        bool isWhole = pages < MaxPages && start + (pages << FrameSize.Shift) >= start;
        Range = isWhole ? new MemoryRange(start, pages << FrameSize.Shift) : default;
    }

    /// <summary>The memory described; empty when its end would lie beyond 64 bits.</summary>
    public MemoryRange Range { get; }

    /// <summary>
    /// Loader, boot services and conventional memory are free, if write-back caching is allowed and nothing claims them
    /// for run time or a special purpose.
    /// </summary>
    public EfiMemoryUse Use
    {
        get
        {
            if (Range.SizeBytes == 0 || _type is >= MappedIo and <= PersistentMemory)
            {
                return EfiMemoryUse.None;
            }

            if ((_attributes & WriteBack) == 0)
            {
                return EfiMemoryUse.Reserved;
            }

            if (_type is RuntimeServicesCode or RuntimeServicesData or AcpiReclaim or AcpiNonVolatile)
            {
                return EfiMemoryUse.Kept;
            }

            bool isFree = _type is (>= LoaderCode and <= BootServicesData) or Conventional;
            return isFree && (_attributes & (SpecificPurpose | Runtime)) == 0 ? EfiMemoryUse.Free : EfiMemoryUse.Reserved;
        }
    }

    /// <summary>True for memory that is certainly RAM, ours or the firmware's.</summary>
    public bool IsRam => Use is EfiMemoryUse.Free or EfiMemoryUse.Kept;
}
