// What Init finds again after the kernel has restarted it: a memory object of its process, in which its handles survive, too.

using System;
using System.Text;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>A record of 128 bytes for Init itself and for each service; from 16 KiB, a slot of texts for each loaded program.</summary>
internal sealed class KeptState
{
    private const ulong Magic = 0x54504B_494E4954;
    private const int RecordBytes = 128;
    private const int TextsAt = 16 * 1024;
    private const int SlotBytes = 2048;

    /// <summary>Most bytes of a loaded program's name, manifest and arguments together.</summary>
    internal const int MostText = SlotBytes - 16;

    /// <summary>The most loaded programs.</summary>
    internal const int MostLoaded = 16;

    private readonly MappedMemory _memory;

    internal KeptState(MappedMemory memory) => _memory = memory;

    /// <summary>An earlier start of Init has made all ports.</summary>
    internal bool IsUsed => _memory.Read(0) == Magic;

    /// <summary>Init's own port.</summary>
    internal Handle<Port> Port => new(_memory.Read(8));

    /// <summary>Init's timer.</summary>
    internal Handle<Timer> Timer => new(_memory.Read(16));

    /// <summary>Call when everything is made: from now on <see cref="IsUsed"/>.</summary>
    internal void Begin(Handle<Port> port, Handle<Timer> timer)
    {
        _memory.Write(8, port.Value);
        _memory.Write(16, timer.Value);
        _memory.Write(0, Magic);
    }

    internal void Save(Entry entry)
    {
        int at = (entry.Number + 1) * RecordBytes;
        _memory.Write(at, entry.Port.Value);
        _memory.Write(at + 8, entry.InitPort.Value);
        _memory.Write(at + 16, entry.Process.Value);
        _memory.Write(at + 24, entry.Starts | (entry.IsGivenUp ? 1ul << 32 : 0) | (entry.IsWanted ? 1ul << 33 : 0));
        _memory.Write(at + 32, (ulong)entry.LastEnd.Cause);
        _memory.Write(at + 40, entry.LastEnd.Code);
        _memory.Write(at + 48, entry.LastEnd.Address);
        _memory.Write(at + 56, entry.LastEnd.PC);
        _memory.Write(at + 64, entry.Vault.Value);
        if (entry.Loaded is LoadedProgram loaded)
        {
            _memory.Write(at + 72, loaded.Memory.Value);
            _memory.Write(at + 80, loaded.Offset);
            _memory.Write(at + 88, loaded.Bytes);
            _memory.Write(at + 96, loaded.Input.Value);
            _memory.Write(at + 104, loaded.Output.Value);
            _memory.Write(at + 112, (ulong)loaded.Owner);
        }
    }

    /// <summary>Keeps the texts of the loaded program in <paramref name="slot"/>; they fit into <see cref="MostText"/>.</summary>
    internal void SaveTexts(int slot, Entry entry)
    {
        int at = TextsAt + (slot * SlotBytes);
        _memory.Write(at, 0);
        int name = Put(at + 16, entry.Manifest.Name);
        int manifest = Put(at + 16 + name, entry.Loaded!.Manifest);
        int arguments = Put(at + 16 + name + manifest, entry.Loaded.Arguments);
        _memory.Write(at + 8, (uint)manifest | ((ulong)(uint)arguments << 32));
        _memory.Write(at, (uint)name | ((ulong)(uint)Encoding.UTF8.GetBytes(entry.Loaded.Name).Length << 32));
    }

    /// <summary>The loaded program in <paramref name="slot"/>, whose number is <paramref name="number"/>; null if there is none.</summary>
    internal Entry? LoadProgram(int slot, int number)
    {
        int text = TextsAt + (slot * SlotBytes);
        int record = (number + 1) * RecordBytes;
        ulong names = _memory.Read(text);
        int name = (int)(uint)names;
        if (name == 0)
        {
            return null;
        }

        ulong lengths = _memory.Read(text + 8);
        string manifest = Get(text + 16 + name, (int)(uint)lengths);
        Entry entry = new(number, LoadedProgram.Read(Get(text + 16, name), manifest))
        {
            Loaded = new LoadedProgram
            {
                Name = Get(text + 16, (int)(names >> 32)),
                Owner = (int)_memory.Read(record + 112),
                Memory = new(_memory.Read(record + 72)),
                Offset = _memory.Read(record + 80),
                Bytes = _memory.Read(record + 88),
                Input = new(_memory.Read(record + 96)),
                Output = new(_memory.Read(record + 104)),
                Manifest = manifest,
                Arguments = Get(text + 16 + name + (int)(uint)lengths, (int)(lengths >> 32)),
            },
        };
        Load(entry);
        return entry;
    }

    private int Put(int at, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan().CopyTo(_memory.Bytes.Slice(at));
        return bytes.Length;
    }

    private string Get(int at, int bytes) => Encoding.UTF8.GetString(_memory.Bytes.Slice(at, bytes));

    internal void Load(Entry entry)
    {
        int at = (entry.Number + 1) * RecordBytes;
        entry.Port = new(_memory.Read(at));
        entry.InitPort = new(_memory.Read(at + 8));
        entry.Process = new(_memory.Read(at + 16));
        ulong bits = _memory.Read(at + 24);
        entry.Starts = (uint)bits;
        entry.IsGivenUp = (bits & (1ul << 32)) != 0;
        entry.IsWanted = (bits & (1ul << 33)) != 0;
        entry.LastEnd = new ProcessEnd
        {
            Cause = (ExitCause)(uint)_memory.Read(at + 32),
            Code = _memory.Read(at + 40),
            Address = _memory.Read(at + 48),
            PC = _memory.Read(at + 56),
        };
        entry.Vault = new(_memory.Read(at + 64));
    }
}
