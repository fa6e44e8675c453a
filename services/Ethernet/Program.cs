// The start of the service ethernet: finds the machine's first network card.

using System;
using System.Runtime;
using RustKernel.Drivers.Virtio;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Ethernet;

internal static class Program
{
    private const ushort DeviceSlot = 0;
    private const ushort ReceivedSlot = 1;
    private const ushort SentSlot = 2;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = ClaimedDevice.Claim(0, out ClaimedDevice? device);
        if (device is null)
        {
            return error == ErrorCode.NotFound ? 0 : (ulong)error;
        }

        error = Take(device, DeviceSlot, VirtioNetwork<DeviceRegisters, DmaWindow>.MemoryBytes, out MappedMemory? _, out DmaWindow own);
        MappedMemory? received = null;
        MappedMemory? sent = null;
        DmaWindow receivedWindow = default;
        DmaWindow sentWindow = default;
        error = error == ErrorCode.None ? Take(device, ReceivedSlot, FrameRing.Bytes, out received, out receivedWindow) : error;
        error = error == ErrorCode.None ? Take(device, SentSlot, FrameRing.Bytes, out sent, out sentWindow) : error;
        if (received is null || sent is null)
        {
            Console.WriteLine($"ethernet: no memory for the card at 0x{MessageText.Hex(device.Address)}, error {(int)error}");
            return 0;
        }

        EthernetCard<DeviceRegisters, DmaWindow> card = new(device.Registers, own, receivedWindow, sentWindow);
        error = card.Start();
        if (error != ErrorCode.None)
        {
            Console.WriteLine($"ethernet: the card at 0x{MessageText.Hex(device.Address)} does not start, error {(int)error}");
            return 0;
        }

        Introduce(card);
        return new EthernetService(device, card, received, sent).Run();
    }

    private static void Introduce(EthernetCard<DeviceRegisters, DmaWindow> card)
    {
        EthernetDescription description = card.Description;
        string address = "";
        for (int shift = 40; shift >= 0; shift -= 8)
        {
            byte part = (byte)(description.LinkAddress >> shift);
            address += "0123456789abcdef"[part >> 4];
            address += "0123456789abcdef"[part & 15];
            address += shift == 0 ? "" : ":";
        }

        Console.WriteLine($"ethernet: {address}, link {(card.Counts.IsUp ? "up" : "down")}");
    }

    private static ErrorCode Take(ClaimedDevice device, ushort slot, ulong bytes, out MappedMemory? memory, out DmaWindow window)
    {
        memory = null;
        window = default;
        ErrorCode error = device.TakeMemory(slot, bytes, out Handle<Memory> handle, out ulong deviceAddress);
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(handle, isWritable: true, out memory);
            window = new DmaWindow(memory, deviceAddress, device.IsCoherent);
        }

        return error;
    }
}
