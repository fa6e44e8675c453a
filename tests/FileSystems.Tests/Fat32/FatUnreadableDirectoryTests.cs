// A directory with a sector that becomes unreadable after it was opened.

using System.Globalization;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>Each search in it fails, and none treats a part of the names as all of them.</summary>
public sealed class FatUnreadableDirectoryTests
{
    // More sectors than the volume should keep in memory: two slots of 32 bytes for each name.
    private const int Files = 900;
    private const int KeptSectors = 100;
    private readonly FaultyStore _store = new(FatImage.Format(40 << 20, "-F", "32", "-s", "1"));
    private readonly ulong _bad;

    public FatUnreadableDirectoryTests()
    {
        Fat32FileSystem files = Mounted();
        for (int i = 0; i < Files; i++)
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, Name(i), false, out ulong node));

            // A place on the disk: a sector, and one of its 16 slots.
            _bad = i == Files / 2 ? node / 16 : _bad;
        }

        Assert.Equal(ErrorCode.None, files.Sync(0));
    }

    [Fact]
    public void A_search_that_failed_fails_again_and_no_name_is_made_twice()
    {
        Fat32FileSystem files = Mounted();
        Assert.Equal(Files, ListedNames.Of(files, files.Root, 65536).Count);
        _store.Bad.Add(_bad);
        for (int i = 0; i < 2; i++)
        {
            // Twice: a failed change discards the cached knowledge of directories.
            Assert.Equal(ErrorCode.DeviceError, files.Find(files.Root, Name(Files - 1), out _));
            Assert.Equal(ErrorCode.DeviceError, files.Find(files.Root, Name(Files - 1), out _));
            Assert.Equal(ErrorCode.DeviceError, files.Create(files.Root, Name(Files - 1), false, out _));
        }

        _store.Bad.Clear();
        Assert.Equal(ErrorCode.None, files.Find(files.Root, Name(Files - 1), out _));
        Assert.Equal(ErrorCode.AlreadyExists, files.Create(files.Root, Name(Files - 1), false, out _));
        Assert.Equal(Files, ListedNames.Of(files, files.Root, 65536).Count);
    }

    private Fat32FileSystem Mounted() => Fat32FileSystem.Mount(_store, false, KeptSectors);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"File {number}");
}
