// The memory of devices: made once, kept as long as the machine runs, given to each driver of the device in turn.

using System.Collections.Generic;
using RustKernel.DeviceTree;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

/// <summary>
/// All pieces. A device may still write into memory that a dead driver gave it, so no page is ever freed: it belongs to the device. The
/// vault keeps the handles, where a successor of this service finds them.
/// </summary>
internal sealed class DmaPieces
{
    private const ulong PageBytes = 4096;
    private readonly Vault _vault;
    private readonly List<DmaPiece> _pieces = new();

    internal DmaPieces(Vault vault, List<VaultRecord> records)
    {
        _vault = vault;
        foreach (VaultRecord record in records)
        {
            if (!record.Handle.IsNone)
            {
                _pieces.Add(DmaPiece.From(in record));
            }
        }
    }

    /// <summary>
    /// Piece <paramref name="slot"/> of device <paramref name="device"/>, made for <paramref name="client"/>, which may have
    /// <paramref name="most"/> bytes, in memory that the device reaches. InvalidArgument: no size, or more than there is. AccessDenied: it
    /// belongs to another service. OutOfMemory.
    /// </summary>
    internal ErrorCode Take(
        ulong device,
        ushort slot,
        ulong bytes,
        int client,
        ulong most,
        in DmaReach reach,
        out Handle<Memory> memory,
        out ulong deviceAddress)
    {
        memory = default;
        deviceAddress = 0;
        if (bytes == 0 || bytes > ulong.MaxValue - PageBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong whole = (bytes + PageBytes - 1) & ~(PageBytes - 1);
        DmaPiece? piece = null;
        ulong used = 0;
        foreach (DmaPiece one in _pieces)
        {
            piece = one.Device == device && one.Slot == slot ? one : piece;
            used += one.Client == client ? one.Bytes : 0;
        }

        ErrorCode error = piece is null ? Make(device, slot, whole, client, most < used ? 0 : most - used, in reach, out piece)
            : piece.Client != client ? ErrorCode.AccessDenied
            : whole > piece.Bytes ? ErrorCode.InvalidArgument
            : ErrorCode.None;
        if (error != ErrorCode.None || piece is null)
        {
            return error;
        }

        Result<ulong> there = reach.ToDevice(piece.Physical, piece.Bytes);
        deviceAddress = there.Value;
        return !there.IsOk
            ? there.Error
            : Kernel.HandleDuplicate(piece.Handle, Rights.Read | Rights.Write | Rights.Duplicate | Rights.Transfer, out memory);
    }

    private ErrorCode Make(ulong device, ushort slot, ulong bytes, int client, ulong left, in DmaReach reach, out DmaPiece? piece)
    {
        piece = null;
        if (bytes > left)
        {
            return ErrorCode.OutOfMemory;
        }

        ErrorCode error = Kernel.DmaMemoryCreate(Own.Machine, bytes, reach.Limit, out DmaMemoryCreateResults made);
        if (error != ErrorCode.None)
        {
            return error;
        }

        piece = new DmaPiece
        {
            Device = device,
            Slot = slot,
            Client = client,
            Bytes = bytes,
            Physical = made.Physical,
            Handle = made.Memory.As<Memory>(),
        };

        // The kernel keeps the limit; the device cannot use memory below its window. The piece goes into the vault before anyone can give
        // it to a device.
        if (!reach.ToDevice(made.Physical, bytes).IsOk || _vault.Add(piece.ToRecord()) != ErrorCode.None)
        {
            piece.Handle.Close();
            piece = null;
            return ErrorCode.OutOfMemory;
        }

        _pieces.Add(piece);
        return ErrorCode.None;
    }
}
