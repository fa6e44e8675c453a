using System;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// Work that depends on MemoryManager while it fails: each time one more page of a file is touched, and a shared piece opened.
/// </summary>
internal sealed class PagedFile
{
    private const string Name = "life";
    private const string File = "selftest";
    private const int PageBytes = 4096;
    private const ulong Sign = 0x4C49_4645;
    private MappedMemory? _mapped;
    private int _next;

    internal PagedFile()
    {
        Check.Ok(SharedMemory.OpenOrCreate(Name, PageBytes, out MappedMemory? piece));
        piece?.Write(0, Sign);
        Map();
    }

    /// <summary>Touches a page, checks it, opens the piece, asks.</summary>
    internal bool GoesOn()
    {
        if (_mapped is null || BootArchive.Find(File, out ulong offset, out _) != ErrorCode.None)
        {
            return false;
        }

        bool isGood = _mapped.Bytes.Slice(_next, PageBytes).SequenceEqual(BootArchive.Part(offset + (ulong)_next, PageBytes));
        _next += PageBytes;
        if (_next + PageBytes > _mapped.Bytes.Length - PageBytes)
        {
            // All pages were touched: begin again.
            Handle<Memory> handle = _mapped.Handle;
            _mapped.Dispose();
            handle.Close();
            isGood &= Again(static () => SharedMemory.Manager.Release("file")) == ErrorCode.None;
            Map();
        }

        isGood &= SharedMemory.Manager.Open("", Name, isWritable: false, out Handle<Memory> piece) == ErrorCode.None;
        isGood &= Kernel.MemoryRead(piece, 0, out RegisterWords words) == ErrorCode.None && words[0] == Sign;
        piece.Close();
        return isGood && SharedMemory.Manager.Describe(0, out _) == ErrorCode.None;
    }

    private static ErrorCode Again(Func<ErrorCode> attempt)
    {
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < 3 && error == ErrorCode.ServerEnded; i++)
        {
            error = attempt();
        }

        return error;
    }

    private void Map()
    {
        _next = 0;
        Check.Ok(SharedMemory.Manager.CreateFromFile("file", File, out Handle<Memory> file, out _));
        Check.Ok(MappedMemory.Open(file, isWritable: true, out _mapped));
    }
}
