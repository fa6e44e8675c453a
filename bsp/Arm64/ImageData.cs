using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Read-only views of data in the image or in boot windows, as bounds-checked spans.</summary>
public static unsafe class ImageData
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_build_identity")]
    private static extern byte* GetBuildIdentity();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_build_identity_end")]
    private static extern byte* GetBuildIdentityEnd();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_boot_archive")]
    private static extern byte* GetBootArchive();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_boot_archive_end")]
    private static extern byte* GetBootArchiveEnd();

    /// <summary>The boot archive that was built into the image, whole pages; empty when there is none.</summary>
    // SAFETY: both symbols lie in read-only data, in this order, for the whole life of the kernel.
    public static ReadOnlySpan<byte> BootArchive => new(GetBootArchive(), (int)(GetBootArchiveEnd() - GetBootArchive()));

    /// <summary>Offset of <see cref="BootArchive"/> from the image's base in bytes, both physical and virtual.</summary>
    public static ulong BootArchiveOffset => (ulong)GetBootArchive() - MemoryLayout.ImageBase;

    /// <summary>The commit this image was built from, ASCII; with <c>-dirty</c> after it when the tree was not clean.</summary>
    public static ReadOnlySpan<byte> BuildIdentity
    {
        get
        {
            // SAFETY: both symbols lie in .rodata, in this order, for the whole life of the kernel.
            byte* start = GetBuildIdentity();
            return new ReadOnlySpan<byte>(start, (int)(GetBuildIdentityEnd() - start));
        }
    }

    /// <summary>The device tree blob; empty when Boot.S found none. Never longer than its header says.</summary>
    public static ReadOnlySpan<byte> DeviceTree(in BootInformation boot)
    {
        if (boot.DeviceTree == 0)
        {
            return default;
        }

        // SAFETY: Boot.S mapped DeviceTreeSize bytes from the page of DeviceTree at the window, read-only.
        byte* window = (byte*)(MemoryLayout.DeviceTreeWindowBase + (boot.DeviceTree & 0xFFF));
        return new ReadOnlySpan<byte>(window, (int)boot.DeviceTreeSize);
    }
}
