using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// The service ethernet, the driver of a network card. Frames travel through two rings in shared memory, without calls. <c>FrameRing</c>
/// has their layout and who writes what; <c>EthernetLink</c> is the stack's side. Error of all calls: AccessDenied: <c>uses=</c> of the
/// caller's manifest does not name <c>ethernet</c> (<c>*</c> does not count).
/// </summary>
[Service(12)]
public interface IEthernet
{
    /// <summary>
    /// Opens the rings: both are empty, every position is 0, and the device has the buffers of the receive ring. All callers get the same
    /// memory. An earlier caller loses its frames and must open again. The service sets <c>FrameRing.ChangedBit</c> at
    /// <paramref name="port"/> when there are frames, when there is room, when the link goes up or down, and after its restart, when the
    /// receive ring's state says closed until the next call. The caller sets the same bit at this service's port. DeviceError: the card
    /// does not start; OutOfMemory: there is no memory for the rings.
    /// </summary>
    [Operation(1)]
    ErrorCode Open(
        Handle<Port> port,
        out Handle<Memory> received,
        out Handle<Memory> sent,
        out EthernetDescription description);

    /// <summary>The driver's counts since it started. Any caller may read them.</summary>
    [Operation(2)]
    [Errors]
    ErrorCode Count(out EthernetCounts counts);
}
