// Data that lies in the image or in boot windows, handed out as bounds-checked spans.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Read-only views of what the boot code mapped.</summary>
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

    /// <summary>Where <see cref="BootArchive"/> begins, in bytes from the image's base: physical as virtual.</summary>
    public static ulong BootArchiveOffset => (ulong)GetBootArchive() - MemoryLayout.ImageBase;

    /// <summary>The commit this image was built from, ASCII; <c>-dirty</c> behind it when the tree was not clean.</summary>
    public static ReadOnlySpan<byte> BuildIdentity
    {
        get
        {
            // SAFETY: both symbols lie in .rodata, in this order, for the whole life of the kernel.
            byte* start = GetBuildIdentity();
            return new ReadOnlySpan<byte>(start, (int)(GetBuildIdentityEnd() - start));
        }
    }

    /// <summary>The device tree blob; empty when Boot.S found none. Never longer than its own header says.</summary>
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
