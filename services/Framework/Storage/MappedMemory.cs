using System;
using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>A memory object mapped into this process: its bytes are valid until it is disposed of.</summary>
public sealed unsafe partial class MappedMemory : IDisposable
{
    private readonly ulong _bytes;
    private ulong _address;

    private MappedMemory(Handle<Memory> handle, ulong address, ulong bytes)
    {
        Handle = handle;
        _address = address;
        _bytes = bytes;
    }

    /// <summary>Handle of the object.</summary>
    public Handle<Memory> Handle { get; }

    /// <summary>Where it is.</summary>
    public ulong Address => _address;

    /// <summary>Its bytes. Empty when disposed of.</summary>
    // SAFETY: mapped from Open to Dispose, with these bytes; writing to a read-only mapping is a fault, not a corruption.
    public Span<byte> Bytes => _address == 0 ? default : new Span<byte>((void*)_address, (int)_bytes);

    /// <summary>Maps the whole object that <paramref name="handle"/> names. Errors as <see cref="SystemCall.MemoryMap"/>.</summary>
    public static ErrorCode Open(Handle<Memory> handle, bool isWritable, out MappedMemory? memory)
    {
        memory = null;
        ErrorCode error = Kernel.MemoryInfo(handle, out MemoryInfoResults info);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ulong bytes = info.SizeBytes;
        error = Show(handle, bytes, isWritable ? Rights.Read | Rights.Write : Rights.Read, out ulong address);
        if (error == ErrorCode.None)
        {
            memory = new MappedMemory(handle, address, bytes);
        }

        return error;
    }

    /// <summary>Makes an object of <paramref name="bytes"/> (rounded up to pages) and maps it for writing. OutOfMemory.</summary>
    public static ErrorCode Create(ulong bytes, out MappedMemory? memory)
    {
        memory = null;
        ErrorCode error = Kernel.MemoryCreate(bytes, out Handle<Memory> handle);
        error = error == ErrorCode.None ? Open(handle, isWritable: true, out memory) : error;
        if (memory is null)
        {
            // There is no handle if there is no object.
            handle.Close();
        }

        return error;
    }

    /// <summary>The 64-bit number at <paramref name="offset"/>, a multiple of 8.</summary>
    public ulong Read(int offset)
    {
        // SAFETY: the slice checks the bounds; device memory is reached only through DeviceRegisters, not this way.
        fixed (byte* at = &Bytes.Slice(offset, 8)[0])
        {
            return *(ulong*)at;
        }
    }

    /// <summary>Puts a 64-bit number at <paramref name="offset"/>.</summary>
    public void Write(int offset, ulong value)
    {
        // SAFETY: as in Read.
        fixed (byte* at = &Bytes.Slice(offset, 8)[0])
        {
            *(ulong*)at = value;
        }
    }

    /// <summary>Unmaps the memory. The handle stays.</summary>
    public void Dispose()
    {
        if (_address != 0)
        {
            Hide(_address, _bytes);
            _address = 0;
        }
    }
}
