// The fetcher with a stand-in for the archive: a script that delivers a package made here.

using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using RustKernel.Hil.Firmware;

namespace RustKernel.Rig.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FirmwareFetcherTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("firmware-").FullName;
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private readonly string _folder;

    public FirmwareFetcherTests()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(_root, "cache"));
        _folder = new FirmwareCache("testboard").Folder;
        MakePackage("the firmware");
        WriteList(HashOf("the firmware"));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cacheBefore);
        Directory.Delete(_root, recursive: true);
    }

    private static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private void Write(string path, string content)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    private void WriteList(string hash, string from = "usr/lib/test-*/start.elf") => Write(
        "boards/testboard/firmware/firmware.yaml",
        $"packages:\n  - name: test-firmware\n    copyright: usr/share/doc/test-*/copyright\n    files:\n      - from: {from}\n        to: "
            + $"start.elf\n        sha256: {{ {hash}: \"test 1\" }}\n");

    private void MakePackage(string content)
    {
        Write(
            "package/DEBIAN/control",
            "Package: test-firmware\nVersion: 1\nArchitecture: all\nMaintainer: nobody <n@example.invalid>\nDescription: test\n");
        Write("package/usr/lib/test-1/start.elf", content);
        Write("package/usr/share/doc/test-1/copyright", "yours");
        using Process build =
            Process.Start(new ProcessStartInfo("dpkg-deb", ["-b", Path.Combine(_root, "package"), Path.Combine(_root, "test.deb")])
            {
                RedirectStandardOutput = true
            })!;
        build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.Equal(0, build.ExitCode);
        WriteScript($"[ \"$1\" = test-firmware ] && echo {_root}/test.deb");
    }

    private void WriteScript(string body)
    {
        Write("hil/Firmware/debian-download.sh", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(
            Path.Combine(_root, "hil/Firmware/debian-download.sh"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private (int Status, string Output, string Error) Fetch(string board = "testboard")
    {
        using StringWriter output = new();
        using StringWriter error = new();
        return (FirmwareFetcher.Run(_root, board, output, error), output.ToString(), error.ToString());
    }

    [Fact]
    public void FilesArriveCheckedWithTheirCopyright()
    {
        (int status, string output, string error) = Fetch();
        Assert.Equal((0, ""), (status, error));
        Assert.Equal($"{HashOf("the firmware")}  {_folder}/start.elf\n", output);
        Assert.Equal("the firmware", File.ReadAllText($"{_folder}/start.elf"));
        Assert.Equal("yours", File.ReadAllText($"{_folder}/copyright.test-firmware"));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        Assert.True(new FirmwareCache("testboard").Holds(FirmwareList.Load($"{_root}/boards/testboard/firmware/firmware.yaml")));
    }

    [Fact]
    public void WhatIsThereNeedsNoArchive()
    {
        Assert.Equal(0, Fetch().Status);
        WriteScript("echo no network >&2; exit 2");
        Assert.Equal(0, Fetch().Status);
        File.WriteAllText($"{_folder}/start.elf", "damaged");
        Assert.Equal((3, "", "rk firmware: no network\n"), Fetch());
    }

    [Fact]
    public void AnUnlistedFileIsRefused()
    {
        MakePackage("something else");
        (int status, string output, string error) = Fetch();
        Assert.Equal((2, ""), (status, output));
        Assert.Contains($"start.elf of test.deb has SHA-256 {HashOf("something else")}, which firmware.yaml does not list", error);
        Assert.False(File.Exists($"{_folder}/start.elf"));
        Assert.False(File.Exists($"{_folder}/start.elf.unchecked"));
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        WriteList(HashOf("the firmware"), "usr/lib/test-*/bootcode.bin");
        Assert.Equal((2, "", "rk firmware: test.deb has no usr/lib/test-*/bootcode.bin\n"), Fetch());
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("../boards/testboard")]
    public void AnUnknownBoardIsAnError(string board)
    {
        (int status, _, string error) = Fetch(board);
        Assert.Equal(2, status);
        Assert.StartsWith($"rk firmware: board {board} needs no firmware", error);
    }

    [Fact]
    public void ABadListIsAnError()
    {
        Write(
            "boards/testboard/firmware/firmware.yaml",
            "packages:\n  - name: x\n    files:\n      - from: a\n        to: ../a\n        sha256: { \"0\": x }\n");
        Assert.Equal(2, Fetch().Status);
        Write("boards/testboard/firmware/firmware.yaml", "packages: [");
        Assert.Equal(2, Fetch().Status);
    }
}
