// A device as its driver gets it.

using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Devices;

/// <summary>Registers and interrupt of one device.</summary>
public sealed class ClaimedDevice
{
    private const ulong TimeoutMilliseconds = 20_000;
    private const int Attempts = 3;
    private readonly Handle<Interrupt> _interrupt;

    private ClaimedDevice(DeviceRegisters registers, Handle<Interrupt> interrupt, string name, ulong offset)
    {
        Registers = registers;
        _interrupt = interrupt;
        Name = name;
        OffsetInPage = offset;
    }

    /// <summary>The registers.</summary>
    public DeviceRegisters Registers { get; }

    /// <summary>The compatible string that the device and the manifest's <c>drives=</c> have in common: which driver it wants.</summary>
    public string Name { get; }

    /// <summary>Offset of the registers in their page: what lies before them in the page can be reached, too.</summary>
    public ulong OffsetInPage { get; }

    /// <summary>It has an interrupt.</summary>
    public bool HasInterrupt => !_interrupt.IsNone;

    /// <summary>
    /// Claims device <paramref name="number"/> of those that <c>drives=</c> of the manifest names. A DeviceManager that ends with
    /// the question in its hands is asked again. Errors as <see cref="IDevices.Claim"/>, and those of a client.
    /// </summary>
    public static ErrorCode Claim(uint number, out ClaimedDevice? device)
    {
        DevicesClient devices = new(InitClient.PortOf("devices")) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
        device = null;
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = Claim(devices, number, out device);
        }

        return error;
    }

    private static ErrorCode Claim(DevicesClient devices, uint number, out ClaimedDevice? device)
    {
        device = null;
        Handle<Interrupt> interrupt = default;
        ErrorCode error = devices.Claim(number, out DeviceClaim claim, out Handle<Memory> memory);
        if (error == ErrorCode.None && claim.HasInterrupt)
        {
            error = devices.ClaimInterrupt(number, out interrupt);
        }

        MappedMemory? window = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(memory, isWritable: true, out window);
        }

        if (window is null)
        {
            memory.Close();
            interrupt.Close();
            return error;
        }

        device = new ClaimedDevice(new DeviceRegisters(window.Address + claim.Offset), interrupt, claim.Name, claim.Offset);
        return ErrorCode.None;
    }

    /// <summary>The interrupt is told at <paramref name="port"/> with <paramref name="badge"/>.</summary>
    public ErrorCode Bind(Handle<Port> port, Badge badge) => Kernel.InterruptBind(_interrupt, port, badge);

    /// <summary>The device is served: the interrupt may come again.</summary>
    public void Acknowledge() => _ = Kernel.InterruptAcknowledge(_interrupt);
}
