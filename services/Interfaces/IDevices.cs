// DeviceManager as its clients see it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Which devices there are, and for drivers: their registers and interrupts.</summary>
[Service(5)]
public interface IDevices
{
    /// <summary>
    /// The registers of device <paramref name="number"/> of those that <c>drives=</c> of the caller's manifest names; the console's
    /// comes first. The memory is whole pages, so it may hold other devices' registers, too. NotFound; AlreadyExists: another service
    /// has the device, or another one in its page; the log names both.
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
    /// What <see cref="Claim"/> would say of the same device: a driver of several in one page
    /// claims the page once. NotFound.
    /// </summary>
    [Operation(4)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied, ErrorCode.InvalidArgument, ErrorCode.Corrupt)]
    ErrorCode Inspect(uint number, out DeviceClaim claim);

    /// <summary>
    /// Memory in a row that the same device may read and write: piece <paramref name="slot"/> of <paramref name="bytes"/> (rounded up
    /// to pages, at most 256 KiB), zeros when it is made, and where the device finds it: in the window that the tree's dma-ranges leave
    /// the device. It is the device's and not the driver's: the
    /// driver's successor gets the same, with what is in it, and resets the device before it uses any. OutOfMemory: more than
    /// the manifest's <c>dma=</c>, or there is none; InvalidArgument: no size, or the piece is smaller; NotFound: no such device.
    /// </summary>
    [Operation(5)]
    ErrorCode ClaimMemory(uint number, ushort slot, ulong bytes, out Handle<Memory> memory, out ulong deviceAddress);
}
