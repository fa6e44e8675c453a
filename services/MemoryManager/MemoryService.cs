// Who has which memory, and where its pages come from.

using System;
using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.MemoryManager;

/// <summary>
/// The service <c>memory</c>. Its vault holds all that it must know, handles included; page requests wait in its queue. So its end stops no
/// client, and its successor continues. It never maps what it gives out: no client can make it fault or wait.
/// </summary>
internal sealed class MemoryService : Service, IMemory
{
    private const ulong PageBytes = 4096;
    private const ulong MostBytes = 1 << 20;
    private const ulong TableFrames = 2;

    // Frames of its own quota that it does not give away: it needs them for its own work.
    private const ulong OwnFrames = 512;

    private readonly Vault _vault;
    private readonly MappedMemory _page;
    private readonly ManifestList _manifests = BootArchive.Manifests();
    private readonly List<Piece> _pieces = new();
    private readonly ulong[] _brought = new ulong[Supervision.MaximumServices];
    private uint _nextId = 1;

    internal MemoryService(Vault vault, MappedMemory page)
    {
        _vault = vault;
        _page = page;
        foreach (VaultRecord record in vault.ReadAll())
        {
            Piece piece = Piece.From(in record);
            _pieces.Add(piece);
            _nextId = Math.Max(_nextId, piece.Id + 1);
        }

        Serve(new MemoryDispatcher(this));
    }

    /// <inheritdoc/>
    public ErrorCode Create(string name, ulong bytes, out Handle<Memory> memory)
    {
        memory = default;
        ulong whole = (bytes + PageBytes - 1) & ~(PageBytes - 1);
        ErrorCode error = bytes is 0 or > MostBytes ? ErrorCode.InvalidArgument : Check(name, whole);
        Handle<Memory> handle = default;
        if (error == ErrorCode.None)
        {
            error = Kernel.MemoryCreate(whole, out handle);
        }

        // Makes every page now, so a later access cannot fail.
        for (ulong at = 0; at < whole && error == ErrorCode.None; at += PageBytes)
        {
            error = Kernel.MemoryWrite(handle, at, default);
        }

        return Finish(
            error,
            new Piece { Id = _nextId, Owner = Client, Name = name, Bytes = whole, Handle = handle, IsOwn = true },
            out memory);
    }

    /// <inheritdoc/>
    public ErrorCode CreateFromFile(string name, string file, out Handle<Memory> memory, out ulong bytes)
    {
        memory = default;
        bytes = 0;
        if (!IsClient || !_manifests[Client].IsAllowed("archive"))
        {
            return ErrorCode.AccessDenied;
        }

        ErrorCode error = BootArchive.Find(file, out ulong offset, out bytes);
        ulong whole = (bytes + PageBytes - 1) & ~(PageBytes - 1);
        if (error == ErrorCode.None)
        {
            error = bytes is 0 or > MostBytes ? ErrorCode.InvalidArgument : Check(name, whole);
        }

        Handle<Memory> handle = default;
        if (error == ErrorCode.None)
        {
            error = Kernel.MemoryCreate(whole, out handle);
        }

        if (error == ErrorCode.None)
        {
            error = Kernel.MemorySetPager(handle, Port, new(_nextId));
        }

        return Finish(
            error,
            new Piece
            {
                Id = _nextId,
                Owner = Client,
                Name = name,
                Bytes = whole,
                FileOffset = offset,
                FileBytes = bytes,
                Handle = handle,
                IsOwn = true
            },
            out memory);
    }

    /// <inheritdoc/>
    public ErrorCode Open(string owner, string name, bool isWritable, out Handle<Memory> memory)
    {
        memory = default;
        int number = owner.Length == 0 ? Client : Find(owner);
        Piece? piece = Find(number, name);
        if (piece is null)
        {
            return ErrorCode.NotFound;
        }

        return piece.IsFor(Client, isWritable) ? Hand(piece, isWritable, out memory) : ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    public ErrorCode Grant(string name, string service, bool isWritable)
    {
        Piece? piece = Find(Client, name);
        int number = Find(service);
        if (piece is null || number < 0)
        {
            return ErrorCode.NotFound;
        }

        piece.Grant(number, isWritable);
        _vault.Update(piece.ToRecord());
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Release(string name)
    {
        Piece? piece = Find(Client, name);
        if (piece is null)
        {
            return ErrorCode.NotFound;
        }

        // A client may still map it, but from now on no one brings pages: so bring them all first.
        ErrorCode error = ErrorCode.None;
        for (ulong at = 0; at < piece.FileBytes && error == ErrorCode.None; at += PageBytes)
        {
            error = Bring(piece, at);
        }

        if (error == ErrorCode.None)
        {
            _ = _pieces.Remove(piece);
            _vault.Remove(piece.ToRecord().Key);
            piece.Handle.Close();
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode Describe(uint number, out MemoryUse use)
    {
        use = default;
        if (number >= (uint)_manifests.Count)
        {
            return ErrorCode.NotFound;
        }

        use.LimitBytes = _manifests[(int)number].Shared;
        use.PagesBrought = _brought[number];
        foreach (Piece piece in _pieces)
        {
            if (piece.Owner == (int)number)
            {
                use.Pieces++;
                use.Bytes += piece.Bytes;
            }
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override bool OnPage(Badge badge, ulong offset)
    {
        Piece? wanted = null;
        foreach (Piece piece in _pieces)
        {
            wanted = piece.Id == badge.Value ? piece : wanted;
        }

        ErrorCode error = wanted is null ? ErrorCode.NotFound : Bring(wanted, offset);
        if (error != ErrorCode.None)
        {
            Console.WriteLine($"memory: no page 0x{MessageText.Hex(offset)} of piece {badge.Value}, error {(int)error}");
        }

        return error == ErrorCode.None;
    }

    private bool IsClient => Client >= 0 && Client < _manifests.Count;

    // Checks a new piece of the caller, and whether there is memory for it.
    private ErrorCode Check(string name, ulong bytes)
    {
        if (!IsClient)
        {
            return ErrorCode.AccessDenied;
        }

        if (!IsName(name))
        {
            return ErrorCode.InvalidArgument;
        }

        if (Find(Client, name) is not null)
        {
            return ErrorCode.AlreadyExists;
        }

        _ = Describe((uint)Client, out MemoryUse use);
        return use.Bytes + bytes <= use.LimitBytes && HasRoom(bytes / PageBytes) ? ErrorCode.None : ErrorCode.OutOfMemory;
    }

    private static bool IsName(string name)
    {
        bool isGood = name.Length is > 0 and <= Piece.NameBytes;
        foreach (char letter in name)
        {
            isGood &= letter is > ' ' and < '\x7F';
        }

        return isGood;
    }

    // Counts promised pages as if they were there.
    private bool HasRoom(ulong pages)
    {
        if (Kernel.ProcessInfo(default, out ProcessInfoResults info) != ErrorCode.None
            || Kernel.ProcessUsage(default, out ProcessUsageResults usage) != ErrorCode.None)
        {
            return false;
        }

        ulong needed = info.Frames + OwnFrames + pages + TableFrames;
        foreach (Piece piece in _pieces)
        {
            if (piece.IsOwn && Kernel.MemoryInfo(piece.Handle, out MemoryInfoResults memory) == ErrorCode.None)
            {
                ulong whole = (piece.Bytes / PageBytes) + TableFrames;
                needed += whole > memory.Frames ? whole - memory.Frames : 0;
            }
        }

        return needed <= usage.FrameLimit;
    }

    // Into the vault before the owner knows of it: from then on it survives.
    private ErrorCode Finish(ErrorCode error, Piece piece, out Handle<Memory> memory)
    {
        memory = default;
        if (error == ErrorCode.None)
        {
            error = _vault.Add(piece.ToRecord()) == ErrorCode.None ? ErrorCode.None : ErrorCode.OutOfMemory;
        }

        if (error != ErrorCode.None)
        {
            piece.Handle.Close();
            return error;
        }

        _nextId++;
        _pieces.Add(piece);
        return Hand(piece, isWritable: true, out memory);
    }

    private static ErrorCode Hand(Piece piece, bool isWritable, out Handle<Memory> memory)
    {
        Rights rights = Rights.Read | Rights.Transfer | (isWritable ? Rights.Write : Rights.None);
        ErrorCode error = Kernel.HandleDuplicate(piece.Handle, rights, out memory);
        return error == ErrorCode.None ? ErrorCode.None : ErrorCode.OutOfMemory;
    }

    private ErrorCode Bring(Piece piece, ulong offset)
    {
        if (offset >= piece.FileBytes)
        {
            return ErrorCode.NotFound;
        }

        Span<byte> page = _page.Bytes;
        page.Clear();
        BootArchive.Part(piece.FileOffset + offset, Math.Min(PageBytes, piece.FileBytes - offset)).CopyTo(page);
        ErrorCode error = Kernel.MemorySupply(piece.Handle, offset, _page.Handle, 0);
        _brought[piece.Owner] += error == ErrorCode.None ? 1ul : 0;

        // Two threads may have asked for the same page.
        return error == ErrorCode.AlreadyExists ? ErrorCode.None : error;
    }

    private Piece? Find(int owner, string name)
    {
        foreach (Piece piece in _pieces)
        {
            if (piece.Owner == owner && piece.Name == name)
            {
                return piece;
            }
        }

        return null;
    }

    private int Find(string service)
    {
        for (int i = 0; i < _manifests.Count; i++)
        {
            if (_manifests[i].Name == service)
            {
                return i;
            }
        }

        return -1;
    }
}
