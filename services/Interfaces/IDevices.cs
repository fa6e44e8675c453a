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
}
