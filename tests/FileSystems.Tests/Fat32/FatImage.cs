// Images that other tools make and judge.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RustKernel.Services.FileSystems.Blocks;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>A file with the image of a volume, for mkfs.fat, fsck.vfat and mtools.</summary>
internal sealed class FatImage : IDisposable
{
    private static readonly string s_folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    public string File { get; } = Path.Combine(s_folder, "rkfat-" + Guid.NewGuid().ToString("N") + ".img");

    /// <summary>Formats a volume with mkfs.fat; returns its store.</summary>
    public static MemoryStore Format(long bytes, params string[] options)
    {
        using FatImage image = new();
        using (FileStream file = System.IO.File.Create(image.File))
        {
            file.SetLength(bytes);
        }

        (int status, string output) = Execute("mkfs.fat", [.. options, image.File]);
        Assert.True(status == 0, output);
        return image.Load();
    }

    public MemoryStore Load()
    {
        using FileStream file = System.IO.File.OpenRead(File);
        MemoryStore store = new((ulong)file.Length / BlockStore.SectorSize);
        byte[] piece = new byte[64 * 1024];
        ulong sector = 0;
        for (int read = file.Read(piece); read > 0; read = file.Read(piece))
        {
            if (piece.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                Assert.Equal(ErrorCode.None, store.Write(sector, piece.AsSpan(0, read)));
            }

            sector += (ulong)read / BlockStore.SectorSize;
        }

        return store;
    }

    public void Save(BlockStore store)
    {
        using FileStream file = System.IO.File.Create(File);
        byte[] piece = new byte[256 * 1024];
        for (ulong sector = 0; sector < store.SectorCount; sector += (ulong)piece.Length / BlockStore.SectorSize)
        {
            Span<byte> part = piece.AsSpan(0, (int)Math.Min((ulong)piece.Length, (store.SectorCount - sector) * BlockStore.SectorSize));
            Assert.Equal(ErrorCode.None, store.Read(sector, part));
            if (part.ContainsAnyExcept((byte)0))
            {
                file.Position = (long)sector * BlockStore.SectorSize;
                file.Write(part);
            }
        }

        file.SetLength((long)store.SectorCount * BlockStore.SectorSize);
    }

    /// <summary>fsck.vfat's report; null when the volume is clean.</summary>
    public string? Check()
    {
        (int status, string output) = Execute("fsck.vfat", ["-n", "-v", File]);
        return status == 0 ? null : output;
    }

    /// <summary>fsck's verdict on a store.</summary>
    public static string? Check(BlockStore store)
    {
        using FatImage image = new();
        image.Save(store);
        return image.Check();
    }

    /// <summary>Runs one of mtools on the image; its output.</summary>
    public string Mtools(string tool, params string[] arguments)
    {
        (int status, string output) = Execute(tool, ["-i", File, .. arguments]);
        Assert.True(status == 0, $"{tool} {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public void Dispose() => System.IO.File.Delete(File);

    /// <summary>Runs a tool; returns its exit status and its whole output.</summary>
    public static (int Status, string Output) Execute(string tool, IEnumerable<string> arguments)
    {
        string path = new[] { "/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/" }.Select(folder => folder + tool).FirstOrDefault(
            System.IO.File.Exists) ?? tool;
        ProcessStartInfo start = new(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        start.Environment["MTOOLS_SKIP_CHECK"] = "1";
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
