// The buffer for messages to a board's firmware, usable from the first C# line on.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>One message at a time: during start-up, then under the lock of the kernel; in .bss, on cache lines of its own.</summary>
public static unsafe class FirmwareMessage
{
    private const int WordCount = 64;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_firmware_message")]
    private static extern uint* GetBuffer();

    /// <summary>The buffer: 64 words.</summary>
    // SAFETY: Cache.S reserves this many bytes in .bss, mapped writable for the whole life of the kernel.
    public static Span<uint> Words => new(GetBuffer(), WordCount);

    /// <summary>Its physical address.</summary>
    public static PhysicalAddress Physical(in BootInformation boot) => new((ulong)GetBuffer() - boot.ImageStart + boot.ImagePhysicalBase);
}
