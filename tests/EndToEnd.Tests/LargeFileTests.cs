// A file of 1 GB from /boot to /data and back, compared on the host.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Each sector contains its place in the file. The shell copies it, with the same calls as any program.</summary>
public sealed class LargeFileTests(ITestOutputHelper output) : IDisposable
{
    private const long Bytes = 1_000_000_000;
    private const int Megabytes = 2560;
    private const int SectorBytes = 512;
    private readonly TemporaryFolder _folder = new();
    private int _lines;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Run", "soak")]
    public void A_gigabyte_is_copied_from_boot_to_data_and_back()
    {
        string large = Path.Combine(_folder.Path, "large");
        string sum = Write(large);
        string[] disks = Disks.Make(_folder.Path, Megabytes, sectorsInCluster: 64, countsInstructions: false);
        Disks.Run("mcopy", "-i", Path.Combine(_folder.Path, "fat.img"), large, "::/large");
        using (RunningSystem system = new(_folder.Path, ["--timeout", "3600", .. disks]) { Limit = TimeSpan.FromMinutes(25) })
        {
            Say(system, "cp /boot/large /data/large");
            Say(system, "cp /data/large /boot/again");
            Say(system, "sync");
        }

        Disks.Check(_folder.Path);
        string copy = Path.Combine(_folder.Path, "copy");
        ToolResult got = Tool.Rk("fs", "get", Path.Combine(_folder.Path, "data.img"), "/large", copy);
        Assert.True(got.ExitCode == 0, got.ToString());
        Assert.Equal(sum, Sum(copy));
        Disks.Run("mcopy", "-n", "-o", "-i", Path.Combine(_folder.Path, "fat.img"), "::/again", copy);
        Assert.Equal(sum, Sum(copy));
    }

    private static string Write(string path)
    {
        using FileStream file = File.Create(path);
        byte[] piece = new byte[1 << 20];
        Random random = new(20);
        for (long at = 0; at < Bytes; at += piece.Length)
        {
            random.NextBytes(piece);
            for (int i = 0; i < piece.Length; i += SectorBytes)
            {
                BinaryPrimitives.WriteInt64LittleEndian(piece.AsSpan(i), at + i);
            }

            file.Write(piece, 0, (int)Math.Min(piece.Length, Bytes - at));
        }

        file.Position = 0;
        return Convert.ToHexString(SHA256.HashData(file));
    }

    private static string Sum(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    // The next line fails with a text of its own, so the previous one has ended.
    private void Say(RunningSystem system, string line)
    {
        string end = $"/tmp/end-{++_lines}";
        long begun = Environment.TickCount64;
        string expected = $"Could not find file '{end}'";
        string shown = system.Type($"{line}\rcat {end}\r", expected);
        output.WriteLine($"{line}: {(Environment.TickCount64 - begun) / 1000} s");
        Assert.DoesNotContain("Could not", shown.Replace(expected, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("No space", shown, StringComparison.Ordinal);
    }
}
