using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using RustKernel.Services.Shell.Blocks;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>Programs that were sent to this machine, by name: keeps the last few, and takes further ones from a transfer.</summary>
internal sealed class ProgramStore : BlockSink
{
    /// <summary>Most bytes of a program.</summary>
    internal const int MostBytes = 32 * 1024 * 1024;

    // For all kept programs together: a new one displaces older ones.
    private const long MostKeptBytes = 48 * 1024 * 1024;
    private const int HashedBytes = 64 * 1024;

    private const int MostPrograms = 4;
    private readonly List<StoredProgram> _programs = new();
    private MappedMemory? _memory;
    private BlockOffer? _offer;

    /// <summary>The program called <paramref name="name"/>; null if none was sent.</summary>
    internal StoredProgram? Find(string name)
    {
        foreach (StoredProgram program in _programs)
        {
            if (program.Name == name)
            {
                return program;
            }
        }

        return null;
    }

    /// <summary>The names.</summary>
    internal void AddNames(List<string> names)
    {
        foreach (StoredProgram program in _programs)
        {
            names.Add(program.Name);
        }
    }

    /// <inheritdoc/>
    public override string? Begin(BlockOffer offer)
    {
        Forget();
        if (offer.Purpose is not (BlockPurpose.Program or BlockPurpose.ProgramToRun))
        {
            return "this receiver takes programs";
        }

        if (offer.Name.Length is 0 or > 16 || offer.Size == 0 || offer.Size > MostBytes)
        {
            return $"a program has a name of 1 to 16 letters and at most {MostBytes} bytes";
        }

        _offer = offer;
        MakeRoom(offer);
        ErrorCode error = Create((offer.Size + 4095) & ~4095, out _memory);
        return error == ErrorCode.None ? null
            : $"{FaultText.Of(error)}: the machine has no room for {offer.Size} bytes beside {_programs.Count} programs";
    }

    /// <summary>Memory that Init pays for, mapped for writing. The errors of ISupervisor.Reserve and of mapping.</summary>
    internal static ErrorCode Create(int bytes, out MappedMemory? memory)
    {
        memory = null;
        ErrorCode error = InitClient.Reserve((ulong)bytes, out Handle<Memory> handle);
        error = error == ErrorCode.None ? MappedMemory.Open(handle, isWritable: true, out memory) : error;
        if (memory is null)
        {
            handle.Close();
        }

        return error;
    }

    private void MakeRoom(BlockOffer offer)
    {
        long kept = offer.Size;
        for (int i = _programs.Count - 1; i >= 0; i--)
        {
            bool isReplaced = _programs[i].Name == offer.Name;
            kept += isReplaced ? 0 : _programs[i].MemoryBytes;
            if (isReplaced || kept > MostKeptBytes)
            {
                StoredProgram old = _programs[i];
                _programs.RemoveAt(i);
                old.Drop();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(int at, ReadOnlySpan<byte> piece) => piece.CopyTo(_memory!.Bytes.Slice(at));

    /// <inheritdoc/>
    public override string? End()
    {
        ReadOnlySpan<byte> package = _memory!.Bytes.Slice(0, _offer!.Size);
        if (!new ReadOnlySpan<byte>(Hash(package)).SequenceEqual(_offer.Hash))
        {
            return "what came is not what was offered: its SHA-256 is another";
        }

        if (!ProgramPackage.TryRead(package, out int bytes, out string manifest, out ReadOnlySpan<byte> signature))
        {
            return "that is no program";
        }

        Keep(new StoredProgram(_offer.Name, _memory, bytes, manifest));
        _memory = null;
        return null;
    }

    // In pieces, so that the shell can answer Init in between.
    private static byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        SHA256 hash = SHA256.Create();
        byte[] piece = new byte[HashedBytes];
        while (bytes.Length > 0)
        {
            int count = Math.Min(bytes.Length, piece.Length);
            bytes.Slice(0, count).CopyTo(piece);
            _ = hash.TransformBlock(piece, 0, count, null, 0);
            bytes = bytes.Slice(count);
            Pulse.Beat();
        }

        _ = hash.TransformFinalBlock(piece, 0, 0);
        return hash.Hash!;
    }

    /// <summary>Drops what has been received of a transfer.</summary>
    internal void Forget()
    {
        if (_memory is not null)
        {
            _memory.Dispose();
            _memory.Handle.Close();
            _memory = null;
        }
    }

    private void Keep(StoredProgram program)
    {
        StoredProgram? before = Find(program.Name) ?? (_programs.Count == MostPrograms ? _programs[0] : null);
        if (before is not null)
        {
            _programs.Remove(before);
            before.Drop();
        }

        _programs.Add(program);
    }
}
