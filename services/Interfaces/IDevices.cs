using RustKernel.User;

namespace RustKernel.Services;

/// <summary>DeviceManager as its clients see it: it lists devices and gives drivers their registers and interrupts.</summary>
[Service(5)]
public interface IDevices
{
    /// <summary>
    /// The registers of device <paramref name="number"/> among those that <c>drives=</c> of the caller's manifest names; the console's
    /// comes first. The memory is whole pages, so it may include other devices' registers. NotFound. AlreadyExists: another service has the
    /// device or another one in its page; the log names both.
    /// </summary>
    [Operation(1)]
    ErrorCode Claim(uint number, out DeviceClaim claim, out Handle<Memory> memory);

    /// <summary>The interrupt of the same device. NotFound: it has none. AlreadyExists: another service has it.</summary>
    [Operation(2)]
    ErrorCode ClaimInterrupt(uint number, out Handle<Interrupt> interrupt);

    /// <summary>Device <paramref name="number"/> of the machine. NotFound: there are fewer.</summary>
    [Operation(3)]
    [Errors(ErrorCode.NotFound)]
    ErrorCode List(uint number, out DeviceDescription device);

    /// <summary>
    /// What <see cref="Claim"/> would return for the same device: a driver of several devices in one page claims the page once. NotFound.
    /// </summary>
    [Operation(4)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied, ErrorCode.InvalidArgument, ErrorCode.Corrupt)]
    ErrorCode Inspect(uint number, out DeviceClaim claim);

    /// <summary>
    /// Contiguous memory that the same device may read and write: piece <paramref name="slot"/> of <paramref name="bytes"/> (rounded up to
    /// pages, at most 256 KiB), zeroed when it is made. Also returns its address as the device sees it, in the window that the tree's
    /// dma-ranges leave the device. The memory belongs to the device, not the driver: the driver's successor gets the same memory with its
    /// contents, and must reset the device before using any. OutOfMemory: more than the manifest's <c>dma=</c>, or none is left.
    /// InvalidArgument: no size, or the piece is smaller. NotFound: no such device.
    /// </summary>
    [Operation(5)]
    ErrorCode ClaimMemory(uint number, ushort slot, ulong bytes, out Handle<Memory> memory, out ulong deviceAddress);
}
