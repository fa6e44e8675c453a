// Who may reach which part of which disk; requests and replies.

using System;
using System.Collections.Generic;
using RustKernel.Services.Devices;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Disk;

/// <summary>
/// The service <c>disk</c>. A client reaches the part that its manifest names, and memory that it shares with the disk: the service checks
/// each range, and the device moves the bytes.
/// </summary>
internal sealed class DiskService : Service, IDisk
{
    private const ulong LookMilliseconds = 1_000;
    private const uint SectorBytes = 512;
    private const uint MostBlockBytes = 256 * 1024;
    private const ushort FirstClientSlot = 2;
    private readonly ManifestList _manifests = BootArchive.Manifests();
    private readonly List<Drive> _drives;
    private readonly DiskUser?[] _clients;
    private readonly List<Attachment> _attachments = new();
    private readonly Handle<User.Timer> _timer;
    private bool _isTimed;

    internal DiskService(List<Drive> drives)
    {
        _drives = drives;
        _clients = new DiskUser?[_manifests.Count];
        for (int i = 0; i < drives.Count; i++)
        {
            ErrorCode error = drives[i].Device.Bind(Port, new Badge((ulong)i + 1));
            if (error != ErrorCode.None)
            {
                throw new InvalidOperationException($"no interrupt of disk {i}: error {(int)error}");
            }

            Introduce(drives[i]);
        }

        if (Kernel.TimerCreate(Port, new Badge((ulong)drives.Count + 1), out _timer) != ErrorCode.None)
        {
            throw new InvalidOperationException("no timer");
        }

        Serve(new DiskDispatcher(this));
    }

    /// <inheritdoc/>
    public ErrorCode Describe(out DiskDescription disk)
    {
        disk = default;
        ErrorCode error = Find(out DiskUser? client);
        if (client is not null)
        {
            DiskDevice<DmaWindow> queue = client.Drive.Queue;
            disk.Sectors = client.Count;
            disk.FirstSector = client.First;
            disk.BlockBytes = queue.BlockBytes;
            disk.MostInFlight = queue.MostInFlight;
            disk.IsReadOnly = queue.IsReadOnly;
            disk.HasDiscard = queue.HasDiscard;
            disk.Serial = queue.Serial;
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode Attach(uint block, uint bytes, out Handle<Memory> memory)
    {
        memory = default;
        ErrorCode error = block >= DiskUser.MostBlocks || bytes is 0 or > MostBlockBytes ? ErrorCode.InvalidArgument : Find(out _);
        if (error == ErrorCode.None)
        {
            _attachments.Add(new Attachment(Client, block, bytes, Defer()));
            AttachAll();
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode Read(uint block, uint offset, ulong sector, uint count) =>
        Transfer(DiskOperation.Read, block, offset, sector, count);

    /// <inheritdoc/>
    public ErrorCode Write(uint block, uint offset, ulong sector, uint count) =>
        Transfer(DiskOperation.Write, block, offset, sector, count);

    /// <inheritdoc/>
    public ErrorCode Flush()
    {
        ErrorCode error = Find(out DiskUser? client);
        if (client is not null)
        {
            Begin(client, new ClientRequest { Operation = DiskOperation.Flush, Client = Client, Owner = client, Reply = Defer() });
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode Discard(ulong sector, uint count)
    {
        ErrorCode error = Find(out DiskUser? client);
        if (client is null)
        {
            return error;
        }

        error = Check(client, sector, count);
        if (error == ErrorCode.None)
        {
            Begin(client, new ClientRequest
            {
                Operation = DiskOperation.Discard,
                Client = Client,
                Sector = client.First + sector,
                Count = count,
                Owner = client,
                Reply = Defer(),
            });
        }

        return error;
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge)
    {
        ulong now = Kernel.ReadCounter();
        if (badge.Value <= (ulong)_drives.Count)
        {
            Drive drive = _drives[(int)badge.Value - 1];
            drive.Queue.OnInterrupt(now);
            drive.Device.Acknowledge();
        }
        else
        {
            _isTimed = false;
            foreach (Drive drive in _drives)
            {
                drive.Queue.OnTime(now);
            }
        }

        CompleteAll();
    }

    private ErrorCode Transfer(DiskOperation operation, uint block, uint offset, ulong sector, uint count)
    {
        ErrorCode error = Find(out DiskUser? client);
        if (client is null)
        {
            return error;
        }

        if (block >= DiskUser.MostBlocks)
        {
            return ErrorCode.InvalidArgument;
        }

        if (client.Blocks[(int)block] is not DiskBlock memory)
        {
            return ErrorCode.InvalidState;
        }

        bool isWithin = (offset & (SectorBytes - 1)) == 0 && offset <= memory.Bytes && count <= (memory.Bytes - offset) / SectorBytes;
        error = isWithin ? Check(client, sector, count) : ErrorCode.InvalidArgument;
        if (error == ErrorCode.None)
        {
            Begin(client, new ClientRequest
            {
                Operation = operation,
                Client = Client,
                Sector = client.First + sector,
                Count = count,
                Data = memory.Window,
                Offset = offset,
                Owner = client,
                Reply = Defer(),
            });
        }

        return error;
    }

    // Within the client's part, and not empty.
    private static ErrorCode Check(DiskUser client, ulong sector, uint count) =>
        count == 0 || sector > client.Count || count > client.Count - sector ? ErrorCode.InvalidArgument : ErrorCode.None;

    private void Begin(DiskUser client, ClientRequest request)
    {
        client.InFlight++;
        client.Drive.Queue.Add(request, Kernel.ReadCounter());
        CompleteAll();
    }

    private void CompleteAll()
    {
        bool isBusy = false;
        foreach (Drive drive in _drives)
        {
            while (drive.Queue.TakeDone() is DiskRequest<DmaWindow> done)
            {
                if (done.Result == ErrorCode.DeviceError)
                {
                    drive.Complain(done);
                }

                (done as ClientRequest)?.Complete();
            }

            isBusy |= drive.Queue.InFlight != 0;
        }

        if (_attachments.Count != 0)
        {
            AttachAll();
        }

        if (isBusy && !_isTimed)
        {
            _isTimed = Kernel.TimerSet(_timer, Own.In(LookMilliseconds), 0) == ErrorCode.None;
        }
    }

    // What the caller may reach. The table is read when the service starts: no client with a partition can write to it.
    private ErrorCode Find(out DiskUser? client)
    {
        client = null;
        string part = Client >= 0 && Client < _manifests.Count ? _manifests[Client].Partition : "";
        if (part.Length == 0)
        {
            return ErrorCode.AccessDenied;
        }

        ErrorCode error = _clients[Client] is null ? Look(part, out _clients[Client]) : ErrorCode.None;
        client = _clients[Client];
        return error;
    }

    // NotFound: no disk has such a part; DeviceError, Corrupt: one may have it, but its table cannot be read.
    private ErrorCode Look(string part, out DiskUser? user)
    {
        if (part == "whole")
        {
            Drive first = _drives[0];
            user = new DiskUser { Drive = first, First = 0, Count = first.Queue.Sectors };
            return ErrorCode.None;
        }

        ErrorCode error = ErrorCode.NotFound;
        user = null;

        PartitionKind kind = part == "fat" ? PartitionKind.Fat : PartitionKind.Data;
        foreach (Drive drive in _drives)
        {
            if (drive.Table?.Find(kind) is Partition found)
            {
                user = new DiskUser { Drive = drive, First = found.First, Count = found.Count };
                return ErrorCode.None;
            }

            error = drive.TableError == ErrorCode.None ? error
                : drive.TableError == ErrorCode.Corrupt ? ErrorCode.Corrupt
                : ErrorCode.DeviceError;
        }

        return error;
    }

    private void AttachAll()
    {
        for (int i = 0; i < _attachments.Count;)
        {
            Attachment attachment = _attachments[i];
            DiskUser? client = _clients[attachment.Client];
            if (client is null || client.InFlight != 0)
            {
                i++;
                continue;
            }

            _attachments.RemoveAt(i);
            ErrorCode error = Attach(client, attachment, out Handle<Memory> memory);
            if (error == ErrorCode.None)
            {
                DiskDispatcher.CompleteAttach(attachment.Reply, memory);
            }
            else
            {
                attachment.Reply.Fail(error);
            }
        }
    }

    private static ErrorCode Attach(DiskUser client, Attachment attachment, out Handle<Memory> memory)
    {
        ushort slot = (ushort)(FirstClientSlot + (attachment.Client * DiskUser.MostBlocks) + (int)attachment.Block);
        ClaimedDevice device = client.Drive.Device;
        ErrorCode error = device.TakeMemory(slot, attachment.Bytes, out memory, out ulong deviceAddress);

        // The memory of a block is the same each time, and always mapped whole.
        MappedMemory? mapped = client.Blocks[(int)attachment.Block]?.Mapped;
        if (error == ErrorCode.None && mapped is null && (!device.IsCoherent || client.Drive.Queue.IsMovedByCpu))
        {
            error = Map(memory, out mapped);
        }

        if (error == ErrorCode.None)
        {
            client.Blocks[(int)attachment.Block] =
                new DiskBlock(new DmaWindow(mapped, deviceAddress, device.IsCoherent), attachment.Bytes, mapped);
        }
        else
        {
            memory.Close();
        }

        return error;
    }

    // The driver maps the memory, too, if caches must be maintained or the CPU moves the bytes: both go by address.
    private static ErrorCode Map(Handle<Memory> memory, out MappedMemory? mapped)
    {
        mapped = null;
        ErrorCode error = Kernel.HandleDuplicate(memory, Rights.Read | Rights.Write, out Handle<Memory> own);
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(own, isWritable: true, out mapped);
            if (mapped is null)
            {
                own.Close();
            }
        }

        return error;
    }

    private static void Introduce(Drive drive)
    {
        DiskDevice<DmaWindow> queue = drive.Queue;
        string parts = drive.TableError == ErrorCode.Corrupt ? ", a table of partitions that contradicts itself"
            : drive.Table is null ? $", a table of partitions that cannot be read (error {(int)drive.TableError})"
            : drive.Table.IsFromBackup ? ", the first table of partitions is damaged"
            : "";
        Console.WriteLine($"disk: {drive.Name}, {queue.Sectors >> 11} MiB{(queue.IsReadOnly ? ", read-only" : "")}{parts}");
    }

    private sealed record Attachment(int Client, uint Block, uint Bytes, PendingReply Reply);
}
