using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Devices;

/// <summary>Registers, interrupt and memory of one device, as its driver gets them.</summary>
public sealed class ClaimedDevice
{
    private const ulong TimeoutMilliseconds = 20_000;
    private const int Attempts = 3;
    private static readonly List<(ulong Physical, ulong Address)> s_pages = new();
    private static Handle<Port> s_manager;
    private readonly uint _number;
    private readonly Handle<Interrupt> _interrupt;

    private ClaimedDevice(uint number, ulong address, Handle<Interrupt> interrupt, in DeviceClaim claim)
    {
        _number = number;
        Registers = new DeviceRegisters(address);
        _interrupt = interrupt;
        Name = claim.Name;
        Address = claim.Address;
        OffsetInPage = claim.Offset;
        IsCoherent = claim.IsCoherent;
        FirstRegister = claim.FirstRegister;
        RegisterShift = claim.RegisterShift;
        AccessBytes = claim.AccessBytes;
    }

    /// <summary>The registers.</summary>
    public DeviceRegisters Registers { get; }

    /// <summary>The compatible string that the device shares with <c>drives=</c> of the manifest: it selects the driver.</summary>
    public string Name { get; }

    /// <summary>Physical address of the registers: distinguishes devices of the same name.</summary>
    public ulong Address { get; }

    /// <summary>The device snoops the CPUs' caches.</summary>
    public bool IsCoherent { get; }

    /// <summary>Offset of the registers in their page: the driver can also reach what lies before them in the page.</summary>
    public ulong OffsetInPage { get; }

    /// <summary>Bytes from the start of the registers to the first one (<c>reg-offset</c>), as the tree says; not checked.</summary>
    public uint FirstRegister { get; }

    /// <summary>Registers are 2 to the power of this many bytes apart (<c>reg-shift</c>), as the tree says; not checked.</summary>
    public uint RegisterShift { get; }

    /// <summary>Bytes of an access to a register (<c>reg-io-width</c>), as the tree says; not checked.</summary>
    public uint AccessBytes { get; }

    /// <summary>The device has an interrupt.</summary>
    public bool HasInterrupt => !_interrupt.IsNone;

    /// <summary>
    /// Claims device <paramref name="number"/> among those that <c>drives=</c> of the manifest names. If DeviceManager ends during the
    /// request, this asks its successor. Errors as <see cref="IDevices.Claim"/>, and those of a client.
    /// </summary>
    public static ErrorCode Claim(uint number, out ClaimedDevice? device)
    {
        device = null;
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = TryClaim(number, out device);
        }

        return error;
    }

    /// <summary>
    /// Piece <paramref name="slot"/> of the device's memory, <paramref name="bytes"/> long: what a predecessor left, or zeros. The device
    /// may write into it until it is reset. Errors as <see cref="IDevices.ClaimMemory"/>, and those of a client.
    /// </summary>
    public ErrorCode TakeMemory(ushort slot, ulong bytes, out Handle<Memory> memory, out ulong deviceAddress)
    {
        memory = default;
        deviceAddress = 0;
        ErrorCode error = ErrorCode.ServerEnded;

        // If a manager made the memory but ended before it handed it over, the next attempt finds it.
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = Manager().ClaimMemory(_number, slot, bytes, out memory, out deviceAddress);
        }

        return error;
    }

    // Kept, as the port outlives the manager and each request for it would make another handle.
    private static DevicesClient Manager()
    {
        if (s_manager.IsNone)
        {
            s_manager = InitClient.PortOf("devices");
        }

        return new DevicesClient(s_manager) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
    }

    private static ErrorCode TryClaim(uint number, out ClaimedDevice? device)
    {
        device = null;
        DevicesClient devices = Manager();
        ErrorCode error = Map(devices, number, out DeviceClaim claim, out ulong address);
        Handle<Interrupt> interrupt = default;
        if (error == ErrorCode.None && claim.HasInterrupt)
        {
            error = devices.ClaimInterrupt(number, out interrupt);
        }

        if (error == ErrorCode.None)
        {
            device = new ClaimedDevice(number, address, interrupt, in claim);
        }

        return error;
    }

    // Finds the registers. A page stays mapped: another device of this driver may be in it.
    private static ErrorCode Map(DevicesClient devices, uint number, out DeviceClaim claim, out ulong address)
    {
        address = 0;
        ErrorCode error = devices.Claim(number, out claim, out Handle<Memory> memory);
        if (error == ErrorCode.AlreadyExists && devices.Inspect(number, out claim) == ErrorCode.None)
        {
            foreach ((ulong Physical, ulong Address) page in s_pages)
            {
                if (page.Physical == claim.Address - claim.Offset)
                {
                    address = page.Address + claim.Offset;
                    return ErrorCode.None;
                }
            }
        }

        MappedMemory? window = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(memory, isWritable: true, out window);
        }

        if (window is null)
        {
            memory.Close();
            return error;
        }

        s_pages.Add((claim.Address - claim.Offset, window.Address));
        address = window.Address + claim.Offset;
        return ErrorCode.None;
    }

    /// <summary>Delivers the interrupt to <paramref name="port"/> with <paramref name="badge"/>.</summary>
    public ErrorCode Bind(Handle<Port> port, Badge badge) => Kernel.InterruptBind(_interrupt, port, badge);

    /// <summary>Call when the device has been served: the interrupt may come again.</summary>
    public void Acknowledge() => _ = Kernel.InterruptAcknowledge(_interrupt);
}
