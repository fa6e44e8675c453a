// The service ethernet as the stack sees it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// The driver of a network card. Frames travel through two rings in memory that both sides use: no call for a frame. How the rings lie
/// in memory, and who writes what, says <c>FrameRing</c>; <c>EthernetLink</c> is the stack's side of them. Errors of all: AccessDenied:
/// <c>uses=</c> of the caller's manifest does not name <c>ethernet</c> (<c>*</c> does not count).
/// </summary>
[Service(12)]
public interface IEthernet
{
    /// <summary>
    /// Begins: both rings are empty, every position is 0, and the device has the buffers of the receive ring. The memory is the same each
    /// time, for the caller's successor, too, and for one who opened before: that one's frames are gone, and it must open again.
    /// <paramref name="port"/> gets <c>FrameRing.ChangedBit</c> when there are frames, when there is room, when the link goes up or down,
    /// and when a driver started again and wants to be opened: until then the state of the receive ring says that it is closed. The caller
    /// sets the same bit at this service's port. DeviceError: the card does not start; OutOfMemory: there is no memory for the rings.
    /// </summary>
    [Operation(1)]
    ErrorCode Open(
        Handle<Port> port,
        out Handle<Memory> received,
        out Handle<Memory> sent,
        out EthernetDescription description);

    /// <summary>What the driver has counted since it started. Any caller may ask.</summary>
    [Operation(2)]
    [Errors]
    ErrorCode Count(out EthernetCounts counts);
}
