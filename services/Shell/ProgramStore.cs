// Programs that were sent to this machine, under their names.

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using RustKernel.Services.Shell.Blocks;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>Keeps the last few programs, and takes further ones from a transfer.</summary>
internal sealed class ProgramStore : BlockSink
{
    private const int MostPrograms = 4;
    private const int MostBytes = 8 * 1024 * 1024;
    private readonly List<StoredProgram> _programs = new();
    private MappedMemory? _memory;
    private BlockOffer? _offer;

    /// <summary>The program called <paramref name="name"/>; null: none was sent.</summary>
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
        ErrorCode error = MappedMemory.Create(((ulong)offer.Size + 4095) & ~4095ul, out _memory);
        return error == ErrorCode.None ? null
            : $"{FaultText.Of(error)}: memory= of the shell's manifest has no room for {offer.Size} bytes beside {_programs.Count} "
                + "programs";
    }

    /// <inheritdoc/>
    public override void Write(int at, ReadOnlySpan<byte> piece) => piece.CopyTo(_memory!.Bytes.Slice(at));

    /// <inheritdoc/>
    public override string? End()
    {
        ReadOnlySpan<byte> package = _memory!.Bytes.Slice(0, _offer!.Size);
        Pulse.Beat();
        if (!new ReadOnlySpan<byte>(SHA256.HashData(package)).SequenceEqual(_offer.Hash))
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

    /// <summary>Gives up what has come of a transfer so far.</summary>
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
