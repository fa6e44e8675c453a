// The devices at the machine's places for virtio devices. The tree lists only the places; each place itself says what it holds.

using System;
using RustKernel.DeviceTree;
using RustKernel.Drivers.Virtio;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

/// <summary>
/// Asks places for virtio devices what they hold. Eight of QEMU's share a page, which stays mapped until a place in another one is asked.
/// Needs the right to make memory of devices. A place whose page a driver has cannot be asked.
/// </summary>
internal sealed class VirtioPlaces : IDisposable
{
    /// <summary>Manifests name a virtio device by this and its number: <c>virtio,1</c> is a network, <c>virtio,2</c> a disk.</summary>
    internal const string Prefix = "virtio,";

    // Up to the device's own configuration. [VIRTIO, MMIO Device Register Layout]
    private const uint RegisterBytes = 0x100;

    /// <summary>The compatible string of a place.</summary>
    internal static ReadOnlySpan<byte> Compatible => "virtio,mmio"u8;

    private MappedMemory? _page;
    private ulong _start;

    /// <summary>Whether <paramref name="node"/> is such a place.</summary>
    internal static bool IsPlace(DeviceTreeNode node) => node.IsCompatible(Compatible);

    /// <summary>Whether one of <paramref name="names"/> is a virtio device's.</summary>
    internal static bool AreWanted(string[] names)
    {
        foreach (string name in names)
        {
            if (IsDevice(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="name"/> is a virtio device's.</summary>
    internal static bool IsDevice(string name) => name.StartsWith(Prefix);

    /// <summary>The name of device <paramref name="number"/>.</summary>
    internal static string NameOf(uint number) => $"{Prefix}{number}";

    /// <summary>
    /// The number of the device at <paramref name="node"/>. NotFound: none. NotSupported: it is at a legacy transport. InvalidArgument: the
    /// tree names an impossible place. AlreadyExists: a driver has the page. Also errors of mapping the page.
    /// </summary>
    internal Result<uint> Identify(DeviceTreeNode node)
    {
        Result<AddressRange> registers = node.Register(0);
        if (!registers.IsOk)
        {
            return registers.Error;
        }

        if (!DeviceWindows.HasInOnePage(registers.Value.Start, registers.Value.SizeBytes, RegisterBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        ulong start = DeviceWindows.Start(registers.Value.Start);
        ErrorCode error = _page is not null && _start == start ? ErrorCode.None : Open(start);
        if (_page is null)
        {
            return error;
        }

        return new VirtioTransport<DeviceRegisters>(new DeviceRegisters(_page.Address + registers.Value.Start - start)).Identify();
    }

    /// <summary>Gives the page back.</summary>
    public void Dispose()
    {
        if (_page is not null)
        {
            _page.Dispose();
            _page.Handle.Close();
            _page = null;
        }
    }

    private ErrorCode Open(ulong start)
    {
        Dispose();
        _start = start;
        ErrorCode error = Kernel.DeviceMemoryCreate(Own.Machine, start, DeviceWindows.Bytes(start, 1), out Handle<Memory> memory);
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(memory, isWritable: true, out _page);
            if (_page is null)
            {
                memory.Close();
            }
        }

        return error;
    }
}
