// The service around a file system: who owns a session, and what a name leads to before something is made there.

extern alias target;

using System;
using System.Text;
using RustKernel.FileSystems.Tests.Data;
using RustKernel.FileSystems.Tests.Parity;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Data;
using RustKernel.Services.FileSystems.Memory;
using Xunit;
using FileSystemService = target::RustKernel.Services.Files.FileSystemService;
using MappedMemory = target::RustKernel.Services.Storage.MappedMemory;
using Service = target::RustKernel.Services.Service;

namespace RustKernel.FileSystems.Tests.Serving;

[Collection(TargetFilesCollection.Name)]
public sealed class FileSystemServiceTests : IDisposable
{
    private const ulong First = 1;
    private const ulong Second = 2;
    private readonly MemoryFileSystem _files = new(new ArrayArena(1 << 20), 64);

    public void Dispose() => Service.Caller = First;

    // Numbers can be guessed; Init sets the badge.
    [Fact]
    public void Nobody_else_uses_a_clients_session_or_its_files()
    {
        FileSystemService service = new(_files);
        ulong own = Attach(service, First, out MappedMemory buffer);
        ulong other = Attach(service, Second, out MappedMemory others);
        Service.Caller = First;
        Assert.Equal(ErrorCode.None, service.Open(own, Put(buffer, "f"), FileOpening.Write | FileOpening.Create, 0, out ulong file, out _));
        Service.Caller = Second;
        _ = Put(others, "f");
        Assert.Equal(ErrorCode.NotOwned, service.Open(own, 1, FileOpening.Read, 0, out _, out _));
        Assert.Equal(ErrorCode.NotOwned, service.Read(file, 0, 0, 1).Error);
        Assert.Equal(ErrorCode.NotOwned, service.Write(file, 0, 0, 1).Error);
        Assert.Equal(ErrorCode.NotOwned, service.SetSize(file, 5));
        Assert.Equal(ErrorCode.NotOwned, service.Sync(file));
        Assert.Equal(ErrorCode.NotOwned, service.DescribeFile(file, out _));
        Assert.Equal(ErrorCode.NotOwned, service.Close(file));
        Assert.Equal(ErrorCode.NotOwned, service.Describe(own, 1, out _));
        Assert.Equal(ErrorCode.NotOwned, service.List(own, 0, 0, out _, out _));
        Assert.Equal(ErrorCode.NotOwned, service.Names(own, 0, 0, out _, out _));
        Assert.Equal(ErrorCode.NotOwned, service.CreateDirectory(own, 1));
        Assert.Equal(ErrorCode.NotOwned, service.Remove(own, 1, isDirectory: false));
        Assert.Equal(ErrorCode.NotOwned, service.Rename(own, 1, 1, replaces: true));
        Assert.Equal(ErrorCode.NotOwned, service.SetStatus(own, 1, 0, 0, 0, default, setsFlags: false));
        Assert.Equal(ErrorCode.NotOwned, service.Detach(own));

        // Each has its own: the first client's file stays open, and the second one's session does not end with the first one's.
        Service.Caller = First;
        Assert.Equal(3u, service.Write(file, 0, 0, 3).Value);
        Assert.Equal(ErrorCode.None, service.Detach(own));
        Service.Caller = Second;
        Assert.Equal(ErrorCode.None, service.Describe(other, 1, out FileStatus status));
        Assert.Equal(3ul, status.SizeBytes);
    }

    [Fact]
    public void Who_has_a_file_alone_keeps_others_out_until_it_is_closed()
    {
        FileSystemService service = new(_files);
        ulong own = Attach(service, First, out MappedMemory buffer);
        ulong other = Attach(service, Second, out MappedMemory others);
        Service.Caller = First;
        FileOpening alone = FileOpening.Read | FileOpening.Write | FileOpening.Create | FileOpening.Alone;
        Assert.Equal(ErrorCode.None, service.Open(own, Put(buffer, "f"), alone, 0, out ulong file, out _));
        Service.Caller = Second;
        Assert.Equal(ErrorCode.WouldBlock, service.Open(other, Put(others, "f"), FileOpening.Read, 0, out _, out _));
        Service.Caller = First;
        Assert.Equal(ErrorCode.None, service.Close(file));
        Service.Caller = Second;
        Assert.Equal(ErrorCode.None, service.Open(other, Put(others, "f"), FileOpening.Read, 0, out _, out _));
    }

    // A name that cannot be searched for may be taken.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_cannot_be_looked_for_is_not_made(bool isDirectory)
    {
        SearchFails files = new(_files);
        FileSystemService service = new(files);
        ulong session = Attach(service, First, out MappedMemory buffer);

        // NotOwned for a node that a name leads to is damage; to a client it would mean that its session is gone.
        foreach (ErrorCode error in new[] { ErrorCode.DeviceError, ErrorCode.Corrupt, ErrorCode.NotOwned })
        {
            files.Error = error;
            Assert.Equal(error == ErrorCode.NotOwned ? ErrorCode.Corrupt : error, Make(service, session, buffer, "new", isDirectory));
            files.Error = ErrorCode.None;
            Assert.Equal(ErrorCode.NotFound, _files.Find(_files.Root, "new", out _));
        }

        Assert.Equal(ErrorCode.None, Make(service, session, buffer, "new", isDirectory));
        Assert.Equal(ErrorCode.AlreadyExists, Make(service, session, buffer, "new", isDirectory));
        Assert.Equal(ErrorCode.NotFound, Make(service, session, buffer, "gone/new", isDirectory));
        Assert.Equal(ErrorCode.InvalidArgument, Make(service, session, buffer, "a//b", isDirectory));
        Assert.Equal(isDirectory ? ErrorCode.AlreadyExists : ErrorCode.IsDirectory, Make(service, session, buffer, "", isDirectory));
    }

    [Fact]
    public void Nothing_is_made_where_nothing_may_change()
    {
        FileSystemService service = new(DataFileSystem.Mount(new DataUnderTest(sectors: 8192).Format(), isReadOnly: true));
        ulong session = Attach(service, First, out MappedMemory buffer);
        Assert.Equal(ErrorCode.AccessDenied, Make(service, session, buffer, "new", isDirectory: true));
        Assert.Equal(ErrorCode.AccessDenied, Make(service, session, buffer, "new", isDirectory: false));
    }

    private static ErrorCode Make(FileSystemService service, ulong session, MappedMemory buffer, string name, bool isDirectory)
    {
        uint bytes = Put(buffer, name);
        return isDirectory
            ? service.CreateDirectory(session, bytes)
            : service.Open(session, bytes, FileOpening.Write | FileOpening.Create | FileOpening.New, 0, out _, out _);
    }

    private static ulong Attach(FileSystemService service, ulong caller, out MappedMemory buffer)
    {
        Service.Caller = caller;

        // Any living object will do for the client's port.
        Assert.Equal(ErrorCode.None, MappedMemory.Create(4096, out MappedMemory? life));
        Assert.Equal(ErrorCode.None, service.Attach(new(life!.Handle.Value), 4096, out ulong session, out var memory, out _));
        Assert.Equal(ErrorCode.None, MappedMemory.Open(memory, isWritable: true, out MappedMemory? mapped));
        buffer = mapped!;
        return session;
    }

    private static uint Put(MappedMemory buffer, string path) => (uint)Encoding.UTF8.GetBytes(path, buffer.Bytes);
}
