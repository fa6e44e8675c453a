using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

/// <summary>A piece of memory that a device may read and write. It outlives the driver. All of it is in the vault.</summary>
internal sealed class DmaPiece
{
    private const int SlotBits = 16;

    /// <summary>Physical address of the device's registers.</summary>
    internal ulong Device { get; init; }

    /// <summary>Its number among the device's pieces.</summary>
    internal ushort Slot { get; init; }

    /// <summary>Number of the service for which it was made.</summary>
    internal int Client { get; init; }

    /// <summary>Its bytes: whole pages.</summary>
    internal ulong Bytes { get; init; }

    /// <summary>Its physical address.</summary>
    internal ulong Physical { get; init; }

    /// <summary>The memory object, with all rights.</summary>
    internal Handle<Memory> Handle { get; init; }

    /// <summary>Reads a piece from the vault.</summary>
    internal static DmaPiece From(in VaultRecord record)
    {
        Payload data = record.Read();
        return new DmaPiece
        {
            Device = record.Key >> SlotBits,
            Slot = (ushort)record.Key,
            Client = (int)data.Read(1),
            Bytes = data.Read(4),
            Physical = data.Read(8),
            Handle = record.Handle.As<Memory>(),
        };
    }

    /// <summary>The piece as a record for the vault.</summary>
    internal VaultRecord ToRecord()
    {
        Payload data = VaultRecord.Begin((Device << SlotBits) | Slot);
        data.Write((ulong)Client, 1);
        data.Write(Bytes, 4);
        data.Write(Physical, 8);
        return new VaultRecord(data, Handle);
    }
}
