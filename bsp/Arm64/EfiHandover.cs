// What Efi.S took from the firmware before it left boot services, in the image's own memory. Returns the
// bytes as they came, within their buffers; it checks none of them.

using System;

namespace RustKernel.Arm64;

/// <summary>Views of the firmware's memory map and of the two places a command line can come from.</summary>
public readonly unsafe ref struct EfiHandover
{
    private readonly byte* _start;

    /// <summary>The handover of this boot; empty views when UEFI did not start the kernel.</summary>
    public EfiHandover(in BootInformation boot)
    {
        // SAFETY: Boot.S passes on the address of efi_handover in the image, which is mapped
        // writable at the same distance from the link address.
        _start = boot.EfiHandoverStart == 0 ? null : (byte*)(boot.EfiHandoverStart - boot.ImagePhysicalBase + boot.ImageStart);
    }

    /// <summary>True when the kernel runs as an EFI application.</summary>
    public bool Exists => _start != null;

    /// <summary>The memory map as GetMemoryMap gave it.</summary>
    public ReadOnlySpan<byte> MemoryMap =>
        Buffer(EfiHandoverLayout.MapSizeOffset, EfiHandoverLayout.MapOffset, EfiHandoverLayout.MapCapacityBytes);

    /// <summary>Distance between two descriptors of the map, in bytes, from the firmware.</summary>
    public ulong DescriptorSizeBytes => Size(EfiHandoverLayout.DescriptorSizeOffset);

    /// <summary>
    /// The size of the load options in bytes, from the firmware; more than
    /// <see cref="EfiHandoverLayout.OptionsCapacityBytes"/> when they were cut.
    /// </summary>
    public ulong LoadOptionsSizeBytes => Size(EfiHandoverLayout.OptionsSizeOffset);

    /// <summary>The load options; writable, so that they can be converted in place.</summary>
    public Span<byte> LoadOptions =>
        Buffer(EfiHandoverLayout.OptionsSizeOffset, EfiHandoverLayout.OptionsOffset, EfiHandoverLayout.OptionsCapacityBytes);

    /// <summary>The beginning of \cmdline.txt on the volume that the image came from; empty when there is none.</summary>
    public ReadOnlySpan<byte> CommandFile =>
        Buffer(EfiHandoverLayout.FileSizeOffset, EfiHandoverLayout.FileOffset, EfiHandoverLayout.FileCapacityBytes);

    // SAFETY: the offsets lie in the handover's memory.
    private ulong Size(int offset) => _start == null ? 0 : *(ulong*)(_start + offset);

    private Span<byte> Buffer(int sizeOffset, int offset, ulong capacityBytes)
    {
        ulong size = Size(sizeOffset);

        // SAFETY: never longer than the buffer, which lies in the handover's memory; no one else refers to it.
        return _start == null ? default : new Span<byte>(_start + offset, (int)(size < capacityBytes ? size : capacityBytes));
    }
}
