// /dev/gpiochipN.

using System.Runtime.InteropServices;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>The character device itself.</summary>
public sealed class LinuxGpioChip : IGpioChip
{
    private const int OpenFlags = 0x2 | 0x80000; // O_RDWR | O_CLOEXEC
    private readonly int _descriptor;

    /// <summary>Opens the chip at <paramref name="path"/>.</summary>
    /// <exception cref="InfrastructureException">It is missing or not allowed.</exception>
    public LinuxGpioChip(string path)
    {
        _descriptor = open(path, OpenFlags);
        if (_descriptor < 0)
        {
            throw new InfrastructureException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    /// <inheritdoc/>
    public int Control(int descriptor, uint request, byte[] argument)
        => ioctl(descriptor < 0 ? _descriptor : descriptor, request, argument) < 0 ? -Marshal.GetLastPInvokeError() : 0;

    /// <inheritdoc/>
    public void Release(int descriptor) => _ = close(descriptor);

    /// <inheritdoc/>
    public void Dispose() => _ = close(_descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, byte[] argument);
}
