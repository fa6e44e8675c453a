// The system calls that a GPIO line needs.

using System;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>A GPIO character device, or a test's stand-in for one.</summary>
public interface IGpioChip : IDisposable
{
    /// <summary>
    /// ioctl on the chip (descriptor -1) or on a line's descriptor; <paramref name="argument"/> is
    /// read and written. 0, or -errno.
    /// </summary>
    int Control(int descriptor, uint request, byte[] argument);

    /// <summary>Closes a line's descriptor.</summary>
    void Release(int descriptor);
}
