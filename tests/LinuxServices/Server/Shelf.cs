// IShelf in real .NET.

using RustKernel;
using RustKernel.Services;
using RustKernel.Services.Storage;
using RustKernel.User;

internal sealed class Shelf : IShelf
{
    private const int SectorBytes = 512;
    private MappedMemory? _given;

    public Result<Handle<Memory>> Take(uint bytes, byte first)
    {
        _given?.Dispose();
        _given?.Handle.Close();
        ErrorCode error = MappedMemory.Create(bytes, out _given);
        if (_given is null)
        {
            return error;
        }

        Span<byte> all = _given.Bytes;
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (byte)(first + i);
        }

        error = Kernel.HandleDuplicate(_given.Handle, Rights.Read | Rights.Write | Rights.Transfer, out Handle<Memory> copy);
        return error == ErrorCode.None ? copy : error;
    }

    public Result<ulong> Sum()
    {
        ulong sum = 0;
        foreach (byte one in _given is null ? default : _given.Bytes)
        {
            sum += one;
        }

        return sum;
    }

    public ErrorCode Invert(Handle<Memory> memory)
    {
        ErrorCode error = MappedMemory.Open(memory, isWritable: true, out MappedMemory? mapped);
        memory.Close();
        if (mapped is null)
        {
            return error;
        }

        using (mapped)
        {
            foreach (ref byte one in mapped.Bytes)
            {
                one = (byte)~one;
            }
        }

        return ErrorCode.None;
    }

    // Memory of MemoryManager: the successor finds it by its name. A read-only mapping shows the same.
    public Result<ulong> Keep(ulong number)
    {
        ErrorCode error = SharedMemory.OpenOrCreate("kept", 8192, out MappedMemory? kept);
        MappedMemory? seen = null;
        error = error == ErrorCode.None ? SharedMemory.Open("", "kept", isWritable: false, out seen) : error;
        if (kept is null || seen is null)
        {
            return error;
        }

        ulong before = seen.Read(4096);
        kept.Write(4096, number);
        ulong now = seen.Read(4096);
        foreach (MappedMemory memory in (MappedMemory[])[kept, seen])
        {
            memory.Dispose();
            memory.Handle.Close();
        }

        return now == number ? before : ErrorCode.Corrupt;
    }

    // The device itself reads and writes the memory mapped here.
    public ErrorCode InvertSectors(ulong from, ulong to, uint count)
    {
        DiskClient disk = new(InitClient.PortOf("disk")) { TimeoutTicks = Own.Ticks(60_000) };
        ErrorCode error = disk.Attach(0, count * SectorBytes, out Handle<Memory> handle);
        MappedMemory? block = null;
        error = error == ErrorCode.None ? MappedMemory.Open(handle, isWritable: true, out block) : error;
        handle.Close();
        if (block is null)
        {
            return error;
        }

        using (block)
        {
            error = disk.Read(0, 0, from, count);
            foreach (ref byte one in block.Bytes[..(int)(count * SectorBytes)])
            {
                one = (byte)~one;
            }

            error = error == ErrorCode.None ? disk.Write(0, 0, to, count) : error;
            return error == ErrorCode.None ? disk.Flush() : error;
        }
    }
}
